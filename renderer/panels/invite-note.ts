import type { OpenInvite } from '../../electron/ipc/contract.ts'
import { changedWhen } from '../session/status-sentences.ts'
import { strings } from '../strings.ts'

/** What an invite is good for, in a few words: who it lets do what, how often, how long. */
export function inviteNote({ role, expiresMs, usesLeft, uses }: OpenInvite, nowMs: number): string {
  const words = strings.invite
  return [
    words.roles[role],
    expiresMs === undefined ? words.noEnd : words.until(changedWhen(expiresMs, nowMs)),
    usesLeft === undefined ? undefined : words.usesLeft(usesLeft),
    uses === 0 ? undefined : words.used(uses),
  ]
    .filter((word) => word !== undefined)
    .join(' · ')
}
