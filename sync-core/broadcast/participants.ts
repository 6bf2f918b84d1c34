// Everyone who ever took part in the picture. A participant is found again by its secret key, keeps its number for the
// life of the picture, and its three counters of own updates tell what arrived, what was ordered, and what the primary has:
//
//   received ≥ ordered ≥ handed
//
// `received` refuses gaps and drops duplicates, `ordered` is what a returning client is told, `handed` is what a snapshot
// of the primary contains and therefore what may be stored with it. What is stored of 65 000 people follows who changed: see
// PeoplePages.

import { encodeHex } from '../base/hex.ts'
import { ProtocolError } from '../base/errors.ts'
import { sameBytes } from '../pictures/content-name.ts'
import { PeoplePages } from '../pictures/people-pages.ts'
import type { StoredParticipant, StoredPeople } from '../pictures/picture-accessor.ts'
import type { Limits } from '../base/limits.ts'
import type { Role } from '../protocol/roles.ts'
import { hostAuthor } from '../raster/operation.ts'
import { nothingUnderWay, type UnderWay } from './under-way.ts'

export interface Participant {
  readonly number: number
  readonly key: Uint8Array
  /** Changed by `describe` only, and `handed` by `hand` and `count`: what is stored depends on them. */
  readonly name: string
  readonly color: number
  role: Role
  received: number
  ordered: number
  readonly handed: number
  /** As of `received`, and as of `ordered`. */
  underWay: UnderWay
  orderedUnderWay: UnderWay
  /** Whether it did anything since the host closed it last: it may have an open action, or something selected. */
  hasActed: boolean
  /** Whether the journal or a snapshot has the name and colour as they are now. */
  isRecorded: boolean
}

/** A participant as its keeper has it. */
type Kept = { -readonly [Field in keyof Participant]: Participant[Field] }

export class Participants {
  /** The author of the host's own updates: nobody's key, and on no list of people. */
  readonly host: Participant = newParticipant({
    number: hostAuthor,
    key: new Uint8Array(16),
    name: 'Host',
    color: 0,
  })
  private readonly limits: Limits
  private readonly byKey = new Map<string, Participant>()
  private readonly byNumber = new Map<number, Participant>()
  private highest = hostAuthor
  private readonly pages = new PeoplePages()
  /** Those whose record on the pages is not as they are now. */
  private readonly changed = new Set<Participant>([this.host])

  constructor(limits: Limits) {
    this.limits = limits
  }

  /** The people, in the order in which they became known. */
  all(): Iterable<Participant> {
    return this.byNumber.values()
  }

  /** Those who came last first. Nobody further on is looked at before it is asked for. */
  *newestFirst(): Generator<Participant, void, undefined> {
    for (let number = this.highest; number > hostAuthor; number--) {
      const participant = this.byNumber.get(number)
      if (participant !== undefined) yield participant
    }
  }

  find(key: Uint8Array): Participant | undefined {
    return this.byKey.get(encodeHex(key))
  }

  byAuthor(number: number): Participant | undefined {
    return number === hostAuthor ? this.host : this.byNumber.get(number)
  }

  /** Takes over what a snapshot or the journal says of a participant; a later record of the same one wins. */
  restore(stored: StoredParticipant): void {
    let known = this.byAuthor(stored.number)
    if (known === undefined) {
      known = newParticipant(stored)
      this.put(known)
    }
    this.describe(known, stored)
    known.isRecorded = true
    this.count(known, stored.lastClientSeq)
    // The snapshot's own record, where it says all: the page that it is on need not be stored again.
    const isAsStored = known.handed === stored.lastClientSeq && sameBytes(known.key, stored.key)
    this.pages.put(isAsStored ? stored : recordOf(known))
    this.changed.delete(known)
  }

  /** Somebody calls themselves so from now on; the journal may not know it yet. */
  describe(participant: Participant, { name, color }: Pick<Participant, 'name' | 'color'>): void {
    if (participant.name === name && participant.color === color) return
    Object.assign(participant as Kept, { name, color, isRecorded: false })
    this.changed.add(participant)
  }

  /** The primary was handed an update. */
  hand(participant: Participant, clientSeq: number): void {
    ;(participant as Kept).handed = clientSeq
    this.changed.add(participant)
  }

  /** An update that is already part of the picture. */
  count(participant: Participant, clientSeq: number): void {
    const counted = Math.max(participant.handed, clientSeq)
    participant.received = participant.ordered = counted
    this.hand(participant, counted)
  }

  /** A new participant with the next free number. Throws ProtocolError('session-full'). */
  add(key: Uint8Array, name: string, color: number): Participant {
    let number = this.byNumber.size + 1
    while (this.byNumber.has(number)) number++
    if (number > this.limits.participantsMax) {
      throw new ProtocolError(
        'session-full',
        `This picture has had ${this.limits.participantsMax} participants, which is the most it can keep.`,
      )
    }
    const participant = newParticipant({ number, key, name, color })
    this.put(participant)
    this.changed.add(participant)
    return participant
  }

  /** As a snapshot of the primary keeps them, as of now. */
  stored(): StoredPeople {
    for (const participant of this.changed) this.pages.put(recordOf(participant))
    this.changed.clear()
    return this.pages.take()
  }

  private put(participant: Participant): void {
    this.byKey.set(encodeHex(participant.key), participant)
    this.byNumber.set(participant.number, participant)
    this.highest = Math.max(this.highest, participant.number)
  }
}

function recordOf({ number, key, name, color, handed }: Participant): StoredParticipant {
  return { number, key, name, color, lastClientSeq: handed }
}

function newParticipant(person: { number: number; key: Uint8Array; name: string; color: number }): Kept {
  const { number, key, name, color } = person
  return {
    number,
    key: key.slice(),
    name,
    color,
    role: 'painter',
    received: 0,
    ordered: 0,
    handed: 0,
    underWay: nothingUnderWay,
    orderedUnderWay: nothingUnderWay,
    hasActed: false,
    isRecorded: false,
  }
}
