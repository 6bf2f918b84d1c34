import type { GessoApi } from './contract.ts'

/** What a window may ask: every member of GessoApi that is answered. */
export const verbs = [
  'settings',
  'saveSettings',
  'listPictures',
  'takeRecovered',
  'thumbnail',
  'createPicture',
  'renamePicture',
  'deletePicture',
  'restorePicture',
  'hostPicture',
  'stopHosting',
  'invites',
  'makeInvite',
  'withdrawInvite',
  'relay',
  'saveRelay',
  'participantKey',
  'openTunnel',
  'closeTunnel',
  'takeInvite',
  'keepCopy',
  'dropCopy',
  'pictures',
  'savePictures',
  'testBucket',
  'smallestPolicy',
  'chooseFolder',
  'setLanguage',
  'copyText',
  'copyImage',
  'hostLog',
  'appFacts',
  'answerQuit',
] as const satisfies readonly Exclude<keyof GessoApi, `on${string}`>[]

export type Verb = (typeof verbs)[number]

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
  reach: 'gesso:reach',
  inviteOpened: 'gesso:invite-opened',
  hostingFailed: 'gesso:hosting-failed',
} as const
