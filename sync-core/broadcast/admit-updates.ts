import { ProtocolError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import type { ClientMessageOf } from '../protocol/messages.ts'
import { pledgeOf } from '../protocol/update-cost.ts'
import { decodeOperation } from '../raster/operation-codec.ts'
import { standInOf } from '../raster/stand-in.ts'
import type { HouseRules } from './house-rules.ts'
import type { Arrived } from './inbox.ts'
import type { Participant } from './participants.ts'
import type { PictureRoom } from './picture-room.ts'
import { addToUnderWay, checkUnderWay, type UnderWay } from './under-way.ts'

/** The updates of one message that are new, and what their author has under way and the room owes with them. */
interface Admitted {
  readonly arrived: readonly Arrived[]
  readonly underWay: UnderWay
  readonly pledgedTiles: number
}

/** Changes nothing and throws ProtocolError for the whole message: what is refused with it will be sent again. */
export function admitUpdates(
  participant: Participant,
  updates: ClientMessageOf<'updates'>['updates'],
  { room, rules, limits }: { room: PictureRoom; rules: HouseRules; limits: Limits },
): Admitted {
  const arrived: Arrived[] = []
  let { underWay } = participant
  let pledged = 0
  for (const { clientSeq, operation } of updates) {
    const expected = participant.received + arrived.length + 1
    if (clientSeq < expected) continue
    if (clientSeq > expected) {
      throw new ProtocolError(
        'sequence-gap',
        `Update ${clientSeq} came, but ${expected} is next from this person.`,
      )
    }
    const decoded = decodeOperation(operation)
    if (decoded.kind === 'close') {
      throw new ProtocolError('not-allowed', 'Only the host ends what others began.')
    }
    const isTaken = rules.mayPaint(participant.role) && room.has(decoded, pledged)
    const counted = isTaken ? operation.slice() : standInOf(participant.number)
    underWay = addToUnderWay(underWay, isTaken ? decoded : decodeOperation(counted), counted.length)
    checkUnderWay(underWay, limits)
    const pledgedTiles = isTaken ? pledgeOf(decoded) : 0
    pledged += pledgedTiles
    arrived.push({ participant, clientSeq, operation: counted, underWay, pledgedTiles })
  }
  return { arrived, underWay, pledgedTiles: pledged }
}
