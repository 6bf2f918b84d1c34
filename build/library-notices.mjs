// The licences of everything that is bundled: read from package-lock.json (what is needed at run time) and from the packages
// themselves, at the moment of building, so that the list is never older than the bundle. Nothing is fetched.
import fs from 'node:fs'
import path from 'node:path'

/**
 * @typedef {{ name: string, version: string, licence: string, text: number }} LibraryNotice `text` is an index of `texts`, or -1
 * @typedef {{ libraries: LibraryNotice[], texts: string[] }} LibraryNotices
 */

const moduleName = 'virtual:library-notices'
const licenceFile = /^(licen[cs]e|copying)([.-].*)?$/i

/**
 * @param {string} root where package-lock.json and node_modules are
 * @returns {LibraryNotices}
 */
export function readNotices(root) {
  /** @type {{ packages: Record<string, { version?: string, license?: string, dev?: boolean, devOptional?: boolean }> }} */
  const lock = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8'))
  /** @type {Map<string, number>} */
  const texts = new Map()
  /** @type {Map<string, LibraryNotice>} */
  const libraries = new Map()
  for (const [place, { version = '', license, dev, devOptional }] of Object.entries(lock.packages)) {
    const folder = path.join(root, place)
    if (place === '' || dev === true || devOptional === true || !fs.existsSync(folder)) continue
    const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)
    const text = licenceText(folder)
    if (text !== undefined && !texts.has(text)) texts.set(text, texts.size)
    const notice = {
      name,
      version,
      licence: license ?? licenceName(folder),
      text: text === undefined ? -1 : (texts.get(text) ?? -1),
    }
    libraries.set(`${name} ${version}`, notice)
  }
  return {
    libraries: [...libraries.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    texts: [...texts.keys()],
  }
}

/**
 * Gives the window the notices as a module, loaded when somebody looks.
 * @param {string} root
 */
export function libraryNotices(root) {
  return {
    name: 'library-notices',
    /** @param {string} id */
    resolveId: (id) => (id === moduleName ? `\0${moduleName}` : undefined),
    /** @param {string} id */
    load: (id) =>
      id === `\0${moduleName}` ? `export const notices = ${JSON.stringify(readNotices(root))}` : undefined,
  }
}

/** @param {string} folder */
function licenceText(folder) {
  const file = fs.readdirSync(folder).find((name) => licenceFile.test(name))
  return file === undefined ? undefined : fs.readFileSync(path.join(folder, file), 'utf8').trim()
}

/** @param {string} folder */
function licenceName(folder) {
  const { license } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'))
  return typeof license === 'string' ? license : 'see its text'
}
