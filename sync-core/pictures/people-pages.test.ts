import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { limits } from '../base/limits.ts'
import { draft, participant, people, pictureId, snapshot, writer } from '../testing/picture-drafts.ts'
import { MemoryStore } from './memory-store.ts'
import { PeoplePages, countPeople, pageOfPerson } from './people-pages.ts'
import type { StoredParticipant, StoredPeople } from './picture-accessor.ts'
import { peoplePage } from './snapshot-pages.ts'
import { StoredPictures } from './stored-pictures.ts'

afterEach(() => vi.restoreAllMocks())

const flat = (pages: StoredPeople): StoredParticipant[] =>
  [...pages].sort(([a], [b]) => a - b).flatMap(([, page]) => page)

describe('pages of people', () => {
  it('[PI61] have everyone once, in order, as of when they were taken', () => {
    const number = fc.oneof(fc.nat(5), fc.nat(600), fc.nat(limits.participantsMax))
    const step = fc.oneof(fc.tuple(number, fc.nat(9)), fc.constant('take' as const))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const pages = new PeoplePages()
        const model = new Map<number, StoredParticipant>()
        const taken: [StoredPeople, StoredParticipant[]][] = []
        const take = (): unknown =>
          taken.push([pages.take(), [...model.values()].sort((a, b) => a.number - b.number)])
        for (const each of steps) {
          if (each === 'take') {
            take()
            continue
          }
          const person = participant(...each)
          pages.put(person)
          model.set(person.number, person)
        }
        take()
        for (const [pagesThen, peopleThen] of taken) {
          expect(flat(pagesThen)).toEqual(peopleThen)
          expect(countPeople(pagesThen)).toBe((peopleThen.at(-1)?.number ?? -1) + 1)
          for (const [page, list] of pagesThen) {
            expect(list.every((person) => pageOfPerson(person) === page)).toBe(true)
          }
        }
      }),
    )
  })

  it('[PI61] are the same ones as long as nobody on them changes', () => {
    const pages = new PeoplePages()
    for (let number = 0; number < 1000; number++) pages.put(participant(number))
    const before = pages.take()
    pages.put(participant(300, 99))
    const now = pages.take()
    expect([...now].map(([page, list]) => list === before.get(page))).toEqual([true, false, true, true])
    expect(now.get(1)!.filter((person, at) => person !== before.get(1)![at])).toEqual([participant(300, 99)])
    expect([...pages.take().values()]).toEqual([...now.values()])
  })

  it('[PI61] a save encodes those on which somebody changed, also the first after the picture was opened', async () => {
    const everybody = Array.from({ length: limits.participantsMax + 1 }, (_, number) => participant(number))
    const pictures = new StoredPictures(new MemoryStore(), writer(1))
    await pictures.create(draft)
    const encode = vi.spyOn(peoplePage, 'encode')
    const encoded = async (save: () => Promise<unknown>): Promise<number> => {
      encode.mockClear()
      await save()
      return encode.mock.calls.length
    }
    let claim = await pictures.claim(pictureId)
    const first = snapshot(1, [], { participants: people(everybody) })
    expect(await encoded(() => claim.save(first))).toBe(254)
    await claim.release()
    claim = await pictures.claim(pictureId)
    const loaded = (await claim.load())!.participants
    expect(loaded).toHaveLength(everybody.length)
    const pages = new PeoplePages()
    for (const person of loaded) pages.put(person)
    const save = (seq: number): Promise<unknown> =>
      claim.save(snapshot(seq, [], { participants: pages.take() }))
    expect(await encoded(() => save(2))).toBe(0)
    for (const number of [7, 8, 30_000]) pages.put(participant(number, 99))
    expect(await encoded(() => save(3))).toBe(2)
    expect(await encoded(() => save(4))).toBe(0)
  })
})
