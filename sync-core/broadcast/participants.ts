// Everyone who ever took part in the picture. A participant is found again by its secret key, keeps its number for the
// life of the picture, and its three counters of own updates tell what arrived, what was ordered, and what the primary has:
//
//   received ≥ ordered ≥ handed
//
// `received` refuses gaps and drops duplicates, `ordered` is what a returning client is told, `handed` is what a snapshot
// of the primary contains and therefore what may be stored with it.

import { encodeHex } from '../base/hex.ts'
import { ProtocolError } from '../base/errors.ts'
import type { StoredParticipant } from '../pictures/picture-accessor.ts'
import type { Limits } from '../base/limits.ts'
import { hostAuthor } from '../raster/operation.ts'
import { nothingUnderWay, type UnderWay } from './under-way.ts'

export interface Participant {
  readonly number: number
  readonly key: Uint8Array
  name: string
  color: number
  role: 'host' | 'painter'
  received: number
  ordered: number
  handed: number
  /** As of `received`, and as of `ordered`. */
  underWay: UnderWay
  orderedUnderWay: UnderWay
  /** Whether it did anything since the host closed it last: it may have an open action, or something selected. */
  hasActed: boolean
  /** Whether the journal or a snapshot has the name and colour as they are now. */
  isRecorded: boolean
}

export class Participants {
  /** The author of the host's own updates: nobody's key, and on no list of people. */
  readonly host = newParticipant({ number: hostAuthor, key: new Uint8Array(16), name: 'Host', color: 0 })
  private readonly limits: Limits
  private readonly byKey = new Map<string, Participant>()
  private readonly byNumber = new Map<number, Participant>()

  constructor(limits: Limits) {
    this.limits = limits
  }

  /** The people, in the order of their numbers. */
  all(): Iterable<Participant> {
    return this.byNumber.values()
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
    known.name = stored.name
    known.color = stored.color
    known.isRecorded = true
    this.count(known, stored.lastClientSeq)
  }

  /** An update that is already part of the picture. */
  count(participant: Participant, clientSeq: number): void {
    participant.received = participant.ordered = participant.handed = Math.max(participant.handed, clientSeq)
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
    return participant
  }

  /** As a snapshot of the primary keeps them. */
  stored(): StoredParticipant[] {
    return Array.from([this.host, ...this.byNumber.values()], ({ number, key, name, color, handed }) => {
      return { number, key, name, color, lastClientSeq: handed }
    })
  }

  private put(participant: Participant): void {
    this.byKey.set(encodeHex(participant.key), participant)
    this.byNumber.set(participant.number, participant)
  }
}

function newParticipant(person: {
  number: number
  key: Uint8Array
  name: string
  color: number
}): Participant {
  const { number, key, name, color } = person
  const counters = { received: 0, ordered: 0, handed: 0 }
  const acts = { underWay: nothingUnderWay, orderedUnderWay: nothingUnderWay, hasActed: false }
  return { number, key: key.slice(), name, color, role: 'painter', ...counters, ...acts, isRecorded: false }
}
