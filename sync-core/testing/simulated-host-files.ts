import { assert } from '../base/assert.ts'
import { StorageError } from '../base/errors.ts'
import type { HostFiles } from '../journal/host-files.ts'
import type { StorageEffect } from './disk-faults.ts'
import type { SimulatedFiles } from './simulated-files.ts'

export type CallDisk = <T>(effect: StorageEffect<T>) => Promise<T>

/** Without delays and faults. */
export const callAtOnce: CallDisk = async ({ act }) => act()

/** The host files of a simulated disk as one process has them. `partOf` says how much of so many bytes a torn write leaves. */
export function simulatedHostFiles(
  files: SimulatedFiles,
  call: CallDisk = callAtOnce,
  partOf: (length: number) => number = () => 0,
): HostFiles {
  const read = <T>(what: string, act: () => T): Promise<T> =>
    call({ what: `journal ${what}`, writes: false, act })
  return {
    list: () => read('files', () => fileNumbers(files)),
    read: (file) => read(`read ${file}`, () => present(files, file)),
    readAt: (file, place, length) =>
      read(`read ${file} at ${place}, ${length} bytes`, () =>
        present(files, file).slice(place, place + length),
      ),
    create: (file, bytes) =>
      call({
        what: `journal create ${file}`,
        writes: true,
        act: () => files.replace(nameOf(file), new Uint8Array(bytes)),
        actPartly: () => files.replace(nameOf(file), new Uint8Array(partOf(bytes))),
      }),
    write(file, place, bytes) {
      const copy = bytes.slice()
      const part = partOf(copy.length)
      return call({
        what: `journal write ${file} at ${place}, ${copy.length} bytes`,
        writes: true,
        needsNoRoom: true,
        act: () => files.write(nameOf(file), place, copy),
        actPartly: () => files.write(nameOf(file), place, copy.subarray(0, part)),
      })
    },
    sync: (file) => read(`sync ${file}`, () => files.sync(nameOf(file))),
    remove: (file) => read(`remove ${file}`, () => files.replace(nameOf(file), undefined)),
    keepAside(label, bytes) {
      const copy = bytes.slice()
      return call({
        what: `journal keep ${label}`,
        writes: true,
        act: () => {
          const name = `aside-${label}-${files.names().length}`
          files.replace(name, copy)
          return name
        },
      })
    },
    keepBranch(stream, bytes) {
      const copy = bytes.slice()
      return call({
        what: `journal keep a branch of ${stream}`,
        writes: true,
        act: () => {
          const name = `branch-${stream}-${(branchNumbers(files, stream).at(-1) ?? 0) + 1}`
          files.replace(name, copy)
          return name
        },
      })
    },
    branches: (stream) =>
      read(`branches of ${stream}`, () =>
        branchNumbers(files, stream).map((number) => `branch-${stream}-${number}`),
      ),
    readBranch: (name) => read(`read ${name}`, () => presentFile(files, name)),
    removeBranch: (name) => read(`remove ${name}`, () => files.replace(name, undefined)),
    nameOf,
    close: () => read('close', () => undefined),
  }
}

function nameOf(file: number): string {
  assert(Number.isSafeInteger(file) && file > 0, `a file has a number, not ${file}`)
  return `file-${file}`
}

function fileNumbers(files: SimulatedFiles): readonly number[] {
  const found = files.names().flatMap((each) => /^file-(\d+)$/.exec(each)?.[1] ?? [])
  return found.map(Number).sort((a, b) => a - b)
}

function branchNumbers(files: SimulatedFiles, stream: string): number[] {
  const prefix = `branch-${stream}-`
  const found = files.names().filter((each) => each.startsWith(prefix))
  return found.map((each) => Number(each.slice(prefix.length))).sort((a, b) => a - b)
}

function present(files: SimulatedFiles, file: number): Uint8Array {
  return presentFile(files, nameOf(file))
}

function presentFile(files: SimulatedFiles, name: string): Uint8Array {
  const bytes = files.read(name)
  if (bytes === undefined) throw new StorageError('not-found', `${name} is not there.`)
  return bytes
}
