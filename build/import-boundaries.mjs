// Who may import whom, as one table. oxlint.config.mjs turns it into rules and import-boundaries.test.ts sees each
// forbidden direction reported. ARCHITECTURE.md says why the levels stand in this order.
//
//   renderer → sync-core ← electron          inside sync-core, each level only what its row names
//
// The rules look at the words of an import, not at the file they lead to: a folder is recognised by the `../level/`
// in the specifier. That is enough because imports are relative and levels have names of their own.

/**
 * What a level of sync-core may import besides itself. The order is from the bottom up.
 * @type {Record<string, string[]>}
 */
export const coreLevels = {
  base: [],
  kernel: ['base'],
  raster: ['base', 'kernel'],
  jobs: ['base'],
  protocol: ['base', 'kernel', 'raster'],
  pictures: ['base', 'kernel', 'raster'],
  journal: ['base', 'kernel', 'raster', 'protocol', 'pictures'],
  primary: ['base', 'kernel', 'raster', 'jobs', 'protocol', 'pictures'],
  broadcast: ['base', 'kernel', 'raster', 'jobs', 'protocol', 'pictures', 'journal', 'primary'],
  scheduler: ['base', 'jobs', 'pictures'],
  authoring: ['base', 'kernel', 'raster'],
  replica: ['base', 'kernel', 'raster', 'authoring', 'protocol'],
}

/** Levels of the author's side: a host gets what they made, and makes nothing of it again. */
const authorLevels = ['authoring', 'replica']

const hostLevels = Object.keys(coreLevels).filter((level) => !authorLevels.includes(level))

/**
 * The assemblies on top of the levels, and what each may import.
 * @type {Record<string, string[]>}
 */
export const coreAssemblies = {
  'host-contract.ts': hostLevels,
  'open-picture.ts': [...hostLevels, 'host-contract.ts'],
  'host.ts': [...hostLevels, 'host-contract.ts', 'open-picture.ts'],
  'client.ts': ['base', 'kernel', 'raster', 'authoring', 'protocol', 'replica'],
  'index.ts': [...Object.keys(coreLevels), 'host-contract.ts', 'host.ts', 'client.ts'],
}

/** The only packages that the core may use: pure computation, no environment. */
const corePackages = ['fflate', '@noble/hashes/**']

const coreRooms = [...Object.keys(coreLevels), 'node', 'testing']
const coreFiles = Object.keys(coreAssemblies)

const escape = (/** @type {string} */ text) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
const oneOf = (/** @type {string[]} */ names) => `(${names.map(escape).join('|')})`

/**
 * A ban is a regular expression (without look-around) or a list in the style of .gitignore.
 * @typedef {{ regex?: string, group?: string[], message: string, allowTypeImports?: boolean }} Ban
 * @typedef {{ files: string[], bans: Ban[] }} Boundary
 */

/** @type {Ban} */
const noOtherFolder = {
  regex: String.raw`^\.{1,2}/(.*/)?(electron|renderer|e2e|build)/`,
  message: 'sync-core knows nothing of the app around it.',
}

/** @type {Ban} */
const onlyCorePackages = {
  group: ['**', '!./**', '!../**', ...corePackages.map((name) => `!${name}`)],
  message: 'sync-core is pure: no environment and no packages but those in build/import-boundaries.mjs.',
}

/**
 * @param {string} room the folder or file that imports
 * @param {string[]} allowed
 * @returns {Ban[]}
 */
function coreBans(room, allowed) {
  const banned = [...coreRooms, ...coreFiles].filter((name) => name !== room && !allowed.includes(name))
  const folders = banned.filter((name) => !name.endsWith('.ts'))
  const files = banned.filter((name) => name.endsWith('.ts'))
  const message = `${room} may import only ${allowed.length > 0 ? allowed.join(', ') : 'its own files'}.`
  // A level reaches the others through `../`; host.ts and its like stand beside them.
  const up = room.endsWith('.ts') ? String.raw`^\./` : String.raw`^(\./)?(\.\./)+`
  /** @type {Ban[]} */
  const bans = [noOtherFolder]
  if (folders.length > 0) bans.push({ regex: `${up}${oneOf(folders)}/`, message })
  if (files.length > 0) bans.push({ regex: `${up}${oneOf(files)}$`, message })
  // Last, because oxlint takes an exception in a list (the `!`) as the final word on an import.
  return [...bans, onlyCorePackages]
}

/**
 * From outside, sync-core is its door and, where allowed, further rooms.
 * @param {string[]} [rooms]
 * @returns {Ban}
 */
function onlyDoor(rooms = []) {
  const closed = [
    ...coreRooms.filter((room) => !rooms.includes(room)).map((room) => `${room}/`),
    'host.ts',
    'client.ts',
  ]
  return {
    regex: `sync-core/${oneOf(closed)}`,
    message: `Of sync-core, import only index.ts${rooms.map((room) => ` or ${room}/`).join('')}.`,
  }
}

/**
 * @param {string} regex
 * @param {string} message
 * @returns {Ban}
 */
const ban = (regex, message) => ({ regex, message })

const noRenderer = ban(String.raw`\.\./renderer/`, 'electron and renderer meet only in electron/ipc.')
const noMain = ban(String.raw`\.\./main/`, 'Only main itself imports from main.')
const noPreload = ban(String.raw`\.\./preload/`, 'Only preload itself imports from preload.')
const noStories = ban(String.raw`\.\./(e2e|build)/`, 'The app does not import its tests or its tooling.')

/**
 * Later rows override earlier ones for the files that both match, so a row holds everything that is banned there.
 * @type {Boundary[]}
 */
export const boundaries = [
  ...Object.entries(coreLevels).map(([level, allowed]) => ({
    files: [`sync-core/${level}/**`],
    bans: coreBans(level, allowed),
  })),
  ...Object.entries(coreAssemblies).map(([file, allowed]) => ({
    files: [`sync-core/${file}`],
    bans: coreBans(file, allowed),
  })),
  {
    files: ['sync-core/node/**'],
    bans: [
      noOtherFolder,
      ban('^electron$', 'sync-core/node also runs without Electron.'),
      ban(String.raw`\.\./testing/`, 'Only tests import sync-core/testing.'),
    ],
  },
  {
    // Tests look at a level from all sides, with the fakes of testing/.
    files: ['sync-core/**/*.test.ts', 'sync-core/testing/**'],
    bans: [
      noOtherFolder,
      ban('^(electron|react|react-dom)(/|$)', 'sync-core knows nothing of the app around it.'),
    ],
  },
  { files: ['electron/main/**'], bans: [onlyDoor(['node']), noRenderer, noPreload, noStories] },
  {
    files: ['electron/preload/**'],
    bans: [ban('sync-core/', 'preload only forwards: it has no logic.'), noRenderer, noMain, noStories],
  },
  { files: ['electron/ipc/**'], bans: [onlyDoor(), noRenderer, noMain, noPreload, noStories] },
  { files: ['electron/**/*.test.ts'], bans: [onlyDoor(['node', 'testing']), noRenderer, noStories] },
  {
    files: ['renderer/**'],
    bans: [
      onlyDoor(),
      ban('^(node:|electron$|ws$)', 'A window is a web page: no Node, no Electron.'),
      ban(String.raw`electron/(main|preload)/`, 'electron and renderer meet only in electron/ipc.'),
      {
        regex: String.raw`electron/ipc/`,
        message: 'From electron/ipc, windows import types only.',
        allowTypeImports: true,
      },
      noStories,
    ],
  },
  {
    // Formats of files: pure, and of no use to the app alone.
    files: ['renderer/files/**'],
    bans: [
      onlyDoor(),
      ban('^(node:|electron$|ws$|react|zustand)', 'Formats of files compute, and know no environment.'),
      ban(
        String.raw`\.\./(.*/)?(electron|worker|session|stores|strings|canvas|tools|panels)`,
        'Formats of files build on sync-core alone.',
      ),
      noStories,
    ],
  },
  { files: ['renderer/**/*.test.{ts,tsx}'], bans: [onlyDoor(['testing']), noStories] },
  { files: ['e2e/**'], bans: [onlyDoor()] },
  // Stories read stored pictures back with the engine itself, and play recorded pens; other programs are held to the engine.
  {
    files: ['e2e/support/**', 'e2e/foreign/**'],
    bans: [onlyDoor(['base', 'node', 'testing', 'pictures', 'kernel', 'raster', 'authoring'])],
  },
  // A benchmark measures parts by themselves, and speaks the protocol without a replica; a crash run reads what was stored.
  {
    files: ['e2e/bench/**', 'e2e/crash/**', 'e2e/soak/**'],
    bans: [
      onlyDoor([
        'base',
        'kernel',
        'raster',
        'authoring',
        'protocol',
        'pictures',
        'journal',
        'primary',
        'scheduler',
        'replica',
        'node',
        'testing',
      ]),
    ],
  },
]
