import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { RelayPorts } from './relay-ports.ts'

let folder: string
let setAside: string[]
const host = (digit: string): string => digit.repeat(64)
const open = (first = 100, last = 101): Promise<RelayPorts> =>
  RelayPorts.open(join(folder, 'ports.json'), { first, last }, (sentence) => void setAside.push(sentence))
const nobody = (): boolean => false

beforeEach(async () => {
  setAside = []
  folder = await mkdtemp(join(tmpdir(), 'gesso-relay-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('[RE3] a host has its port again, also when the relay was started anew', async () => {
  const ports = await open()
  expect(await ports.portOf(host('a'), nobody)).toBe(100)
  expect(await ports.portOf(host('b'), nobody)).toBe(101)
  expect(await ports.portOf(host('a'), nobody)).toBe(100)
  const again = await open()
  expect(await again.portOf(host('b'), nobody)).toBe(101)
})

it('[RE3] when all are given away, who was away longest loses its own, and nobody who is here', async () => {
  const ports = await open()
  await ports.portOf(host('a'), nobody)
  await ports.portOf(host('b'), nobody)
  await ports.portOf(host('a'), nobody)
  expect(await ports.portOf(host('c'), (other) => other === host('b'))).toBe(100)
  expect(await ports.portOf(host('a'), () => true)).toBeUndefined()
  expect(await ports.portOf(host('b'), () => true)).toBe(101)
})

it('[RE3] a port out of the range of now is not given; a table that can’t be understood is set aside', async () => {
  await (await open(100, 101)).portOf(host('a'), nobody)
  expect(await (await open(200, 201)).portOf(host('a'), nobody)).toBe(200)
  for (const text of ['{}', '[["x",5]]', `[["${host('a')}",0]]`, `[["${host('a')}",5],["${host('b')}",5]]`]) {
    setAside = []
    await writeFile(join(folder, 'ports.json'), text)
    expect([text, await (await open()).portOf(host('a'), nobody)]).toEqual([text, 100])
    expect([text, setAside.length]).toEqual([text, 1])
  }
  expect(await readdir(folder)).toContain('ports.json.unreadable')
})
