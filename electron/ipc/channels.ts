import type { GessoApi } from './contract.ts'

/** What a window may ask: every member of GessoApi that is answered. */
export type Verb = Exclude<keyof GessoApi, `on${string}`>

/** The channel of a verb, from window to main. */
export function verbChannel(verb: Verb): string {
  return `gesso:${verb}`
}

/** Channels from main to window. */
export const eventChannels = {
  quitAsked: 'gesso:quit-asked',
  quitWaits: 'gesso:quit-waits',
  saving: 'gesso:saving',
  unsaved: 'gesso:unsaved',
  hostingFailed: 'gesso:hosting-failed',
} as const
