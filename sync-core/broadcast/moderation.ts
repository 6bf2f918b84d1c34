// Who keeps order does it by deeds. Each is judged by the roles of now, done at once, and told to everybody; one that its sender may not
// do is nothing, since the roles may have changed while it was on its way.

import { unreachable } from '../base/assert.ts'
import { encodeHostMessage, type Deed } from '../protocol/messages.ts'
import { mayModerate, standsAbove } from '../protocol/roles.ts'
import type { Lobby } from './lobby.ts'
import type { HouseRules } from './house-rules.ts'
import type { Participant, Participants } from './participants.ts'

export interface ModerationOptions {
  readonly rules: HouseRules
  readonly participants: Participants
  readonly lobby: Lobby
  readonly sendToAll: (frame: Uint8Array) => void
  /** Somebody's role is another one. */
  readonly onRole: () => void
  /** Ends the connections of somebody who is here; the sentence is for them. */
  readonly sendAway: (person: Participant, code: 'removed' | 'banned', sentence: string) => void
  readonly onNote: (sentence: string) => void
}

export class Moderation {
  private readonly options: ModerationOptions

  constructor(options: ModerationOptions) {
    this.options = options
  }

  handle(by: Participant, deed: Deed): void {
    if (!mayModerate(by.role) || !this.isDone(by, deed)) return
    const { sendToAll, onNote } = this.options
    sendToAll(encodeHostMessage({ kind: 'moderated', by: by.number, deed }))
    onNote(`Participant ${by.number} kept order: ${JSON.stringify(deed)}.`)
  }

  /** Only the host's word counts. */
  async handlePassword(by: Participant, password: string | undefined): Promise<void> {
    const { rules, sendToAll, onNote } = this.options
    if (by.role !== 'host' || password === '') return
    if (!(await rules.setPassword(password))) return
    sendToAll(encodeRules(rules))
    onNote(
      password === undefined ? 'The session has no password any more.' : 'The session has a new password.',
    )
  }

  private isDone(by: Participant, deed: Deed): boolean {
    const { rules, lobby, sendToAll, onRole, sendAway } = this.options
    switch (deed.kind) {
      case 'canvas':
        if (rules.isCanvasLocked === deed.locked) return false
        rules.lockCanvas(deed.locked)
        sendToAll(encodeRules(rules))
        return true
      case 'lobby':
        if (rules.asksFirst === deed.asks) return false
        rules.haveAsk(deed.asks)
        sendToAll(encodeRules(rules))
        if (!deed.asks) lobby.letAllIn()
        return true
      case 'answer':
        return lobby.answer(deed.asker, deed.letIn)
      case 'role': {
        const person = this.below(by, deed.of)
        if (person === undefined || (deed.role === 'co-host' && by.role !== 'host')) return false
        rules.giveRole(person.key, deed.role)
        person.role = deed.role
        onRole()
        return true
      }
      case 'remove': {
        const person = this.below(by, deed.of)
        if (person === undefined) return false
        if (deed.ban !== 'none') rules.ban(person.key, deed.ban)
        if (deed.ban === 'none') sendAway(person, 'removed', `${by.name} removed you from this session.`)
        else
          sendAway(
            person,
            'banned',
            `${by.name} removed you from this session, and does not let you in again.`,
          )
        return true
      }
      default:
        return unreachable(deed)
    }
  }

  /** Somebody of this picture whom this one stands above. */
  private below(by: Participant, author: number): Participant | undefined {
    const { participants } = this.options
    const person = participants.byAuthor(author)
    if (person === undefined || person === participants.host || person === by) return undefined
    return standsAbove(by.role, person.role) ? person : undefined
  }
}

/** The rules that everybody is told. */
export function encodeRules({ isCanvasLocked, asksFirst, hasPassword }: HouseRules): Uint8Array {
  return encodeHostMessage({ kind: 'rules', canvasLocked: isCanvasLocked, asksFirst, hasPassword })
}
