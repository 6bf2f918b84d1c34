import type { GessoApi } from './contract.ts'

/** What a window may ask: every member of GessoApi that is answered. */
export type Verb = Exclude<keyof GessoApi, 'onQuitAsked' | 'onHostingFailed'>

/** The channel of a verb, from window to main. */
export function verbChannel(verb: Verb): string {
  return `gesso:${verb}`
}

/** Channels from main to window. */
export const eventChannels = { quitAsked: 'gesso:quit-asked', hostingFailed: 'gesso:hosting-failed' } as const
