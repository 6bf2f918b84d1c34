import { encodeHostMessage } from '../protocol/messages.ts'
import type { Participant, Participants } from './participants.ts'

/** Who is here, then who was here last: the newest first, at most `rosterMax`. */
export function encodeRoster(
  present: ReadonlySet<Participant>,
  participants: Participants,
  rosterMax: number,
): Uint8Array {
  const listed = [...present].sort((a, b) => b.number - a.number).slice(0, rosterMax)
  // A picture may have had 65 000 people: no more of them are looked at than are listed.
  for (const participant of participants.newestFirst()) {
    if (listed.length >= rosterMax) break
    if (!present.has(participant)) listed.push(participant)
  }
  const people = listed.map((participant) => {
    const { number, name, color, role } = participant
    return { author: number, name, color, role, present: present.has(participant) }
  })
  return encodeHostMessage({ kind: 'roster', people })
}
