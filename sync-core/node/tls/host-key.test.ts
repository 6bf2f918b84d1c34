import { X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { encodeHex } from '../../base/hex.ts'
import { hostKeyFile } from './host-key-file.ts'
import { fingerprintOf, openHostKey } from './host-key.ts'
import { makeCertificate } from './make-certificate.ts'

let folder: string
let notes: string[]
const keeper = () => hostKeyFile(join(folder, 'host-key.pem'), (note) => void notes.push(note))

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gesso-key-'))
  notes = []
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('[EN1] a host’s key is made once, and kept where only its owner can read it', async () => {
  const first = await openHostKey(keeper())
  const second = await openHostKey(keeper())
  expect(second).toEqual(first)
  expect(first.fingerprint).toHaveLength(32)
  expect((await stat(join(folder, 'host-key.pem'))).mode & 0o077).toBe(0)
  expect(notes).toEqual([])
})

it.each([
  ['nothing', ''],
  ['no key', 'hello'],
  [
    'a key of another kind',
    '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIOoAqPVoZyCMPbRYkpdvI+O5fTJXEmRfbrQKZLVQXqkB\n-----END PRIVATE KEY-----\n',
  ],
])('[EN1] a kept file with %s is set aside', async (_, content) => {
  const file = join(folder, 'host-key.pem')
  await writeFile(file, content)
  const made = await openHostKey(keeper())
  expect(notes).toEqual([expect.stringMatching(/host-key\.pem could not be understood .* set aside/)])
  expect(await readFile(`${file}.unreadable`, 'utf8')).toBe(content)
  expect(await openHostKey(keeper())).toEqual(made)
})

it('[EN2] a certificate names addresses and names, and has the key that is pinned', async () => {
  const key = await openHostKey(keeper())
  const nowMs = Date.UTC(2026, 10, 23)
  const names = ['192.168.1.20', 'fd00::7', 'anna.local']
  const [first, second] = await Promise.all([
    makeCertificate(key, names, nowMs),
    makeCertificate(key, [], nowMs),
  ])
  const read = new X509Certificate(first)
  expect(read.subjectAltName).toBe('IP Address:192.168.1.20, IP Address:FD00:0:0:0:0:0:0:7, DNS:anna.local')
  expect([Date.parse(read.validFrom), Date.parse(read.validTo)]).toEqual([
    Date.UTC(2026, 10, 22),
    Date.UTC(2026, 10, 22) + 825 * 24 * 3600 * 1000,
  ])
  expect(read.ca).toBe(false)
  expect(read.verify(read.publicKey)).toBe(true)
  for (const pem of [first, second])
    expect(encodeHex(fingerprintOf(new X509Certificate(pem).publicKey))).toBe(encodeHex(key.fingerprint))
})
