import { copyInvite } from '../session/copy-invite.ts'
import { strings } from '../strings.ts'
import { mayModerate } from '../../sync-core/index.ts'
import type { SessionBridge } from '../session/session-bridge.ts'
import type { Command } from './command.ts'

export const peopleCommands = {
  'people.hand': {
    keys: ['Shift+R'],
    run({ bridge }) {
      const { own, raiseHand } = bridge.people.getState()
      raiseHand(!own.hand)
    },
  },
  'people.unfollow': { keys: [], run: ({ bridge }) => bridge.people.getState().follow(undefined) },
  'people.invite': {
    keys: [],
    refusal: ({ session }) => (session.own === undefined ? strings.invite.hostOnly : undefined),
    run: (parts) => void copyInvite(parts),
  },
  'people.lock-canvas': {
    keys: [],
    refusal: ({ bridge }) => (keepsOrder(bridge) ? undefined : strings.people.orderOnly),
    run: ({ bridge }) =>
      bridge.send({
        kind: 'moderate',
        deed: { kind: 'canvas', locked: !bridge.store.getState().state.isCanvasLocked },
      }),
  },
  'people.lobby': {
    keys: [],
    refusal: ({ bridge }) => (keepsOrder(bridge) ? undefined : strings.people.orderOnly),
    run: ({ bridge }) =>
      bridge.send({
        kind: 'moderate',
        deed: { kind: 'lobby', asks: !bridge.store.getState().state.asksFirst },
      }),
  },
  'people.chat': {
    keys: ['/'],
    run({ workspaceStore }) {
      workspaceStore.getState().reveal('chat')
      // The field is there with the next frame when the panel was folded.
      requestAnimationFrame(() => document.querySelector<HTMLElement>('.chat-field')?.focus())
    },
  },
} as const satisfies Record<string, Command>

function keepsOrder({ store }: SessionBridge): boolean {
  const { you } = store.getState().state
  return you !== undefined && mayModerate(you.role)
}
