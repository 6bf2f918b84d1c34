import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { coreAssemblies, coreLevels } from './import-boundaries.mjs'
import { projectRoot } from './project-root.mjs'

// The real oxlint with the real configuration lints a made-up tree of the real shape: one file per direction. A rule
// that nobody has seen fail is no rule.

type Probe = { importer: string; statement: string }

const from = (specifier: string) => `import { x } from '${specifier}'\nvoid x\n`
const typeFrom = (specifier: string) => `import type { x } from '${specifier}'\nexport type Y = x\n`

const levels = Object.keys(coreLevels)

const forbidden: Probe[] = [
  ...levels.flatMap((level) => {
    const closed = [...levels, 'node', 'testing'].filter(
      (other) => other !== level && !coreLevels[level]?.includes(other),
    )
    return [
      ...closed.map((other) => ({
        importer: `sync-core/${level}/a.ts`,
        statement: from(`../${other}/b.ts`),
      })),
      ...closed.map((other) => ({
        importer: `sync-core/${level}/deep/a.ts`,
        statement: from(`../../${other}/b.ts`),
      })),
      ...Object.keys(coreAssemblies).map((file) => ({
        importer: `sync-core/${level}/a.ts`,
        statement: from(`../${file}`),
      })),
      { importer: `sync-core/${level}/a.ts`, statement: typeFrom('../node/b.ts') },
      ...['node:fs', 'electron', 'ws', 'react', 'vitest'].map((name) => ({
        importer: `sync-core/${level}/a.ts`,
        statement: from(name),
      })),
      ...['electron/main', 'renderer/stores', 'e2e', 'build'].map((folder) => ({
        importer: `sync-core/${level}/a.ts`,
        statement: from(`../../${folder}/b.ts`),
      })),
    ]
  }),
  { importer: 'sync-core/host.ts', statement: from('./replica/b.ts') },
  { importer: 'sync-core/host.ts', statement: from('./node/b.ts') },
  { importer: 'sync-core/host.ts', statement: from('./client.ts') },
  { importer: 'sync-core/client.ts', statement: from('./broadcast/b.ts') },
  { importer: 'sync-core/client.ts', statement: from('node:crypto') },
  { importer: 'sync-core/index.ts', statement: from('./node/b.ts') },
  { importer: 'sync-core/index.ts', statement: from('./testing/b.ts') },
  { importer: 'sync-core/node/a.ts', statement: from('electron') },
  { importer: 'sync-core/node/a.ts', statement: from('../testing/b.ts') },
  { importer: 'sync-core/node/a.ts', statement: from('../../electron/main/b.ts') },
  { importer: 'sync-core/raster/a.test.ts', statement: from('../../renderer/b.ts') },
  { importer: 'electron/main/a.ts', statement: from('../../sync-core/broadcast/b.ts') },
  { importer: 'electron/main/a.ts', statement: from('../../sync-core/testing/b.ts') },
  { importer: 'electron/main/a.ts', statement: from('../../renderer/b.ts') },
  { importer: 'electron/main/a.ts', statement: from('../preload/b.ts') },
  { importer: 'electron/preload/a.ts', statement: from('../main/b.ts') },
  { importer: 'electron/preload/a.ts', statement: from('../../sync-core/index.ts') },
  { importer: 'electron/ipc/a.ts', statement: from('../main/b.ts') },
  { importer: 'renderer/panels/a.tsx', statement: from('../../sync-core/replica/b.ts') },
  { importer: 'renderer/panels/a.tsx', statement: from('../../sync-core/node/b.ts') },
  { importer: 'renderer/panels/a.tsx', statement: from('../../electron/main/b.ts') },
  { importer: 'renderer/panels/a.tsx', statement: from('../../electron/ipc/b.ts') },
  { importer: 'renderer/worker/a.ts', statement: from('../../sync-core/raster/b.ts') },
  { importer: 'renderer/worker/a.ts', statement: from('node:fs') },
  { importer: 'renderer/stores/a.ts', statement: from('electron') },
  { importer: 'e2e/a.spec.ts', statement: from('../sync-core/raster/b.ts') },
  { importer: 'e2e/a.spec.ts', statement: from('../sync-core/node/b.ts') },
  { importer: 'e2e/support/a.ts', statement: from('../../sync-core/replica/b.ts') },
]

const allowed: Probe[] = [
  ...levels.flatMap((level) =>
    (coreLevels[level] ?? []).map((other) => ({
      importer: `sync-core/${level}/a.ts`,
      statement: from(`../${other}/b.ts`),
    })),
  ),
  { importer: 'sync-core/raster/a.ts', statement: from('./tile.ts') },
  { importer: 'sync-core/raster/deep/a.ts', statement: from('../tile.ts') },
  { importer: 'sync-core/raster/a.ts', statement: from('@noble/hashes/sha2.js') },
  { importer: 'sync-core/host.ts', statement: from('./broadcast/b.ts') },
  { importer: 'sync-core/index.ts', statement: from('./host.ts') },
  { importer: 'sync-core/node/a.ts', statement: from('node:fs') },
  { importer: 'sync-core/node/a.ts', statement: from('../journal/b.ts') },
  { importer: 'sync-core/base/a.test.ts', statement: from('../testing/b.ts') },
  { importer: 'electron/main/a.ts', statement: from('../../sync-core/index.ts') },
  { importer: 'electron/main/a.ts', statement: from('../../sync-core/node/b.ts') },
  { importer: 'electron/preload/a.ts', statement: from('../ipc/b.ts') },
  { importer: 'renderer/panels/a.tsx', statement: from('../../sync-core/index.ts') },
  { importer: 'renderer/panels/a.tsx', statement: typeFrom('../../electron/ipc/b.ts') },
  { importer: 'e2e/bench/a.ts', statement: from('../../sync-core/node/b.ts') },
  { importer: 'e2e/support/a.ts', statement: from('../../sync-core/raster/b.ts') },
]

const tree = mkdtempSync(path.join(tmpdir(), 'gesso-boundaries-'))
afterAll(() => rmSync(tree, { recursive: true }))

let reported: Set<string>

/** Each probe gets a file of its own beside the path it stands for; host.ts and its like have one path only. */
const fileOf = (probe: Probe, group: string, index: number) =>
  probe.importer.replace(/\/(\w+)((?:\.test|\.spec)?\.tsx?)$/, (_, name: string, ending: string) =>
    /^(host|client|index)$/.test(name) ? `/${name}${ending}` : `/${name}-${group}-${index}${ending}`,
  )

/** And so that these do not collide, each gets a tree of its own. */
const treeOf = (group: string, index: number) => `${group}-${index}`

function writeProbe(probe: Probe, group: string, index: number) {
  const file = path.join(tree, treeOf(group, index), fileOf(probe, group, index))
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, probe.statement)
}

const isReported = (probe: Probe, group: string, index: number) =>
  reported.has(`${treeOf(group, index)}/${fileOf(probe, group, index)}`)

beforeAll(() => {
  forbidden.forEach((probe, index) => writeProbe(probe, 'forbidden', index))
  allowed.forEach((probe, index) => writeProbe(probe, 'allowed', index))
  const oxlint = path.join(projectRoot, 'node_modules/oxlint/bin/oxlint')
  const config = path.join(projectRoot, 'build/oxlint.config.mjs')
  const ended = spawnSync(process.execPath, [oxlint, '-c', config, '--format=json', '.'], {
    cwd: tree,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  const { diagnostics } = JSON.parse(ended.stdout) as { diagnostics: { code: string; filename: string }[] }
  reported = new Set(
    diagnostics.filter(({ code }) => code.includes('no-restricted-imports')).map(({ filename }) => filename),
  )
}, 60_000)

const title = ({ importer, statement }: Probe) => `${importer}: ${statement.split('\n')[0] ?? ''}`

describe('an import that is forbidden is reported', () => {
  forbidden.forEach((probe, index) => {
    it(title(probe), () => expect(isReported(probe, 'forbidden', index)).toBe(true))
  })
})

describe('an import that is allowed is not', () => {
  allowed.forEach((probe, index) => {
    it(title(probe), () => expect(isReported(probe, 'allowed', index)).toBe(false))
  })
})
