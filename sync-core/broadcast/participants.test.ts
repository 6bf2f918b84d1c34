import { describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import type { StoredParticipant, StoredPeople } from '../pictures/picture-accessor.ts'
import { participant, people } from '../testing/picture-drafts.ts'
import { Participants } from './participants.ts'

const host: StoredParticipant = {
  number: 0,
  key: new Uint8Array(16),
  name: 'Host',
  color: 0,
  lastClientSeq: 3,
}
const keyOf = (number: number): Uint8Array => new Uint8Array(16).fill(number)
const lastSeqs = (stored: StoredPeople): number[] =>
  [...stored.values()].flat().map(({ lastClientSeq }) => lastClientSeq)

it('[BC41] the newest people come first, and nobody is looked at who is not asked for', () => {
  const all = new Participants(limits)
  for (const number of [7, 64_000, 1, 300]) all.restore(participant(number))
  const added = all.add(keyOf(9), 'Nina', 0)
  const newest = all.newestFirst()
  expect(Array.from({ length: 3 }, () => newest.next().value?.number)).toEqual([64_000, 300, 7])
  expect([...newest].map(({ number }) => number)).toEqual([added.number, 1])
})

describe('what is stored of people', () => {
  it('[BC40] is as of what the primary was handed, whatever comes after', () => {
    const all = new Participants(limits)
    const anna = all.add(keyOf(1), 'Anna', 0x112233)
    const ben = all.add(keyOf(2), 'Ben', 0x445566)
    all.hand(anna, 4)
    ben.received = ben.ordered = 9
    all.hand(all.host, 2)
    const then = all.stored()
    all.hand(anna, 5)
    all.describe(ben, { name: 'Benno', color: 1 })
    expect(lastSeqs(then)).toEqual([2, 4, 0])
    expect([...all.stored().values()].flat()).toEqual([
      { ...host, lastClientSeq: 2 },
      { number: 1, key: keyOf(1), name: 'Anna', color: 0x112233, lastClientSeq: 5 },
      { number: 2, key: keyOf(2), name: 'Benno', color: 1, lastClientSeq: 0 },
    ])
    expect([...then.values()].flat()[2]!.name).toBe('Ben')
  })

  it('[BC40] is the record of the snapshot itself for whoever did nothing since', () => {
    const stored = people([host, ...[1, 2, 300, 64_000].map((number) => participant(number, 7))])
    const all = new Participants(limits)
    for (const person of [...stored.values()].flat()) all.restore(person)
    expect(all.stored()).toEqual(stored)
    const same = (now: StoredPeople): boolean[] =>
      [...stored].flatMap(([page, list]) => list.map((person, at) => person === now.get(page)![at]))
    expect(same(all.stored())).toEqual([true, true, true, true, true])
    all.count(all.byAuthor(2)!, 8)
    all.count(all.byAuthor(300)!, 6)
    expect(same(all.stored())).toEqual([true, true, false, false, true])
    expect(lastSeqs(all.stored())).toEqual([3, 7, 8, 7, 7])
  })

  it('[BC40] a later record of the journal renames somebody, and takes back nothing', () => {
    const all = new Participants(limits)
    all.restore(participant(1, 7))
    all.restore({ ...participant(1, 0), name: 'Renamed' })
    expect(all.byAuthor(1)).toMatchObject({ name: 'Renamed', handed: 7, isRecorded: true })
    expect(all.stored().get(0)!.at(-1)).toEqual({ ...participant(1, 7), name: 'Renamed' })
    all.describe(all.byAuthor(1)!, { name: 'Renamed', color: participant(1).color })
    expect(all.byAuthor(1)!.isRecorded).toBe(true)
    all.describe(all.byAuthor(1)!, { name: 'Again', color: 5 })
    expect(all.byAuthor(1)!.isRecorded).toBe(false)
  })
})
