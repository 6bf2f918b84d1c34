// What a window may ask of the main process, and nothing else. The preload exposes exactly this as `window.gesso`; the
// main process checks sender and payload of every call. In a plain browser there is no `window.gesso`: a guest needs none of it.

import type {
  BucketSettings,
  BucketTest,
  PicturesSettings,
  PicturesView,
  SecretWish,
} from './pictures-place.ts'

/** Remembered between starts. */
export interface Settings {
  /** The person's name, 1..64 bytes of UTF-8; empty until the person gave one. */
  readonly name: string
  /** 0xRRGGBB of the person's cursor. */
  readonly color: number
}

export interface PictureCard {
  readonly id: string
  readonly title: string
  readonly width: number
  readonly height: number
  readonly updatedMs: number
  /** What it takes where it is kept: its newest snapshot, and its history. Not known of a picture that was never saved. */
  readonly pictureBytes?: number
  readonly historyBytes?: number
  /** A sentence when the picture can't be read. */
  readonly problem?: string
  /** A sentence while what was drawn in it can't be saved; it is kept on this computer. */
  readonly unsaved?: string
}

/**
 * Who is to reach a hosted session: programs on this computer only, everyone on the networks it is connected to, or whoever a router
 * or a relay lets come from the internet, too.
 */
export type Reach = 'computer' | 'network' | 'internet'

/** Unsaved work of this computer that is not in the picture, while it can be kept as a copy. */
export interface OfferedCopy {
  readonly sentence: string
  /** Names it for `dropCopy`; missing while it can't be thrown away. */
  readonly droppable?: string
}

/** What is offered after unsaved work was kept or thrown away, if anything is. */
export interface NextOffer {
  readonly next?: OfferedCopy
}

/** What an invite makes of whoever comes by it. */
export type InvitedRole = 'co-host' | 'painter' | 'viewer'

/** What a new invite is to be good for. */
export interface InviteTerms {
  readonly role: InvitedRole
  /** From its making on, 1/24 to 365; without it there is no end. */
  readonly days?: number
  /** How many strangers may come by it; without it any number. */
  readonly uses?: number
}

/** Who can join a hosted session, as far as that was seen. */
export interface WhoCanJoin {
  /** Whether the host answered at an address of its network. */
  readonly network: 'looking' | 'yes' | 'no'
  readonly internet:
    | { readonly kind: 'looking' }
    /** By the relay of this name. */
    | { readonly kind: 'relay'; readonly name: string }
    /** By a door that the router opened, at its address. */
    | { readonly kind: 'router'; readonly address: string }
    /** This computer has an address of the internet. */
    | { readonly kind: 'own'; readonly address: string }
    /** `behind`: the address of a router that stands behind another one. `relay`: a sentence on what is wrong with it. */
    | { readonly kind: 'no'; readonly behind?: string; readonly relay?: string }
}

/** What is there to hand out, and what it is worth. */
export interface InvitesNow {
  /** The usual one for painters first. */
  readonly invites: readonly OpenInvite[]
  /** None for a session of this computer. */
  readonly whoCanJoin?: WhoCanJoin
}

/** An invite that is good. */
export interface OpenInvite {
  readonly id: string
  readonly role: InvitedRole
  readonly createdMs: number
  readonly expiresMs?: number
  /** How many more strangers may come by it. */
  readonly usesLeft?: number
  /** How many came by it. */
  readonly uses: number
  /** The best first: each opens in a browser and can be pasted into Join. */
  readonly links: readonly string[]
}

export interface HostedSession extends InvitesNow {
  readonly pictureId: string
  readonly title: string
  readonly reach: Reach
  /** The invite with which the host's own window joins: loopback, and the owner's token. */
  readonly ownInvite: string
  /** Sentences about repairs when the picture was opened. */
  readonly notices: readonly string[]
  readonly copyOffer?: OfferedCopy
}

/** Another computer opened a picture and did not close it. */
export interface OpenElsewhere {
  readonly kind: 'elsewhere'
  /** How long ago anything of its session was written where pictures are kept, by this computer's clock. */
  readonly writtenAgoMs: number
}

/** What to do with a picture that seems to be open on another computer. */
export type IfElsewhere = 'tell' | 'host'

/** Why a hosted session can't go on. */
export interface HostingFailure {
  readonly message: string
  readonly copyOffer?: OfferedCopy
}

/** Whether to quit while guests are there, and whether to go before the last save is done. */
export type QuitAnswer = 'quit' | 'stay' | 'now'

/** Something that the main process noted; without secrets, and without where the person's home is. */
export interface HostLogEntry {
  /** Wall clock. */
  readonly atMs: number
  readonly level: 'info' | 'warning' | 'error'
  readonly sentence: string
}

/** What this copy of Gesso is and runs on. */
export interface AppFacts {
  readonly version: string
  readonly electron: string
  readonly chrome: string
  readonly node: string
  /** The operating system, its version and the processor: `linux 6.1.0 x64`. */
  readonly system: string
}

/** What windows and the main process speak. */
export type AppLanguage = 'en' | 'de'

/** A failed call: `message` is one sentence for the person. */
export interface Failure {
  readonly failed: true
  readonly code: string
  readonly message: string
}

export type Answer<T> = Promise<T | Failure>

export interface GessoApi {
  readonly settings: () => Answer<Settings>
  readonly saveSettings: (settings: Settings) => Answer<Settings>
  readonly listPictures: () => Answer<readonly PictureCard[]>
  /** Titles of pictures of which an earlier start left unsaved work, which is saved by now; each is told once. */
  readonly takeRecovered: () => Answer<readonly string[]>
  /** PNG bytes, or undefined when there is none yet. */
  readonly thumbnail: (pictureId: string) => Answer<Uint8Array | undefined>
  readonly createPicture: (picture: { title: string; width: number; height: number }) => Answer<PictureCard>
  readonly renamePicture: (pictureId: string, title: string) => Answer<void>
  /** Can be taken back by restorePicture. */
  readonly deletePicture: (pictureId: string) => Answer<void>
  readonly restorePicture: (pictureId: string) => Answer<void>
  /** Answers with another computer that seems to have the picture open, when that is wanted; then nothing is hosted. */
  readonly hostPicture: (
    pictureId: string,
    reach: Reach,
    ifElsewhere: IfElsewhere,
  ) => Answer<HostedSession | OpenElsewhere>
  /** Tells guests, saves, and ends the hosted session. */
  readonly stopHosting: () => Answer<void>
  /** The invites of the hosted session that are good now. */
  readonly invites: () => Answer<InvitesNow>
  /** Answers with all of them; the new one comes first among those of its kind. */
  readonly makeInvite: (terms: InviteTerms) => Answer<InvitesNow>
  /** Nobody comes by it any more; who is in stays in. */
  readonly withdrawInvite: (id: string) => Answer<InvitesNow>
  /** The link of the relay by which people of the internet come, or ''. */
  readonly relay: () => Answer<string>
  /** Good for sessions that are hosted from now on; '' is none. */
  readonly saveRelay: (link: string) => Answer<string>
  /** The secret (32 hex digits) by which this person is known in one picture's sessions. */
  readonly participantKey: (pictureId: string) => Answer<string>
  /**
   * The way to an invite's host from inside of this computer: an invite again. The main process goes beyond, and looks whose key
   * answers before anything is said.
   */
  readonly openTunnel: (invite: string) => Answer<string>
  /** The session that it led to was left. */
  readonly closeTunnel: () => Answer<void>
  /** An invite that the system handed to Gesso (`gesso://…`), unread; each once. */
  readonly takeInvite: () => Answer<string | undefined>
  /** Keeps the unsaved work that was offered (`copyOffer`) as a picture of its own. */
  readonly keepCopy: () => Answer<{ readonly copy: PictureCard } & NextOffer>
  /** Throws the unsaved work of that name away; that can't be taken back. */
  readonly dropCopy: (droppable: string) => Answer<NextOffer>
  readonly pictures: () => Answer<PicturesView>
  /** Applies at once; refused while a session is hosted. */
  readonly savePictures: (settings: PicturesSettings, secret: SecretWish) => Answer<PicturesView>
  /** Tries the bucket as it would be with these settings; nothing of them is kept. */
  readonly testBucket: (bucket: BucketSettings, secret: SecretWish) => Answer<BucketTest>
  /** The smallest policy, as JSON, that a key needs for this bucket and prefix. */
  readonly smallestPolicy: (bucket: string, prefix: string) => Answer<string>
  /** Lets the person choose in the system's own dialog; undefined when they chose none. */
  readonly chooseFolder: () => Answer<string | undefined>
  /** The language of the window, for the menu and the system's dialogs; remembered for the next start. */
  readonly setLanguage: (language: AppLanguage) => Answer<void>
  readonly copyText: (text: string) => Answer<void>
  /** Puts the bytes of a PNG of at most `copiedImagePixelsMax` px on the clipboard. */
  readonly copyImage: (png: Uint8Array<ArrayBuffer>) => Answer<void>
  /** What the main process noted, the oldest first. */
  readonly hostLog: () => Answer<readonly HostLogEntry[]>
  readonly appFacts: () => Answer<AppFacts>
  /** The app is asked to quit while guests are in the session; answer with `answerQuit`. */
  readonly onQuitAsked: (listener: (question: { guests: number }) => void) => void
  readonly answerQuit: (answer: QuitAnswer) => Answer<void>
  /** The app quits as soon as the hosted session is saved and closed; `answerQuit('now')` does not wait for it. */
  readonly onQuitWaits: (listener: () => void) => void
  /** How far the last save of a session is, in a sentence; '' when that session is closed. */
  readonly onSaving: (listener: (sentence: string) => void) => void
  /** There is something for `takeRecovered`, or a picture of the shelf can't be saved. */
  readonly onUnsaved: (listener: () => void) => void
  /** `invites` has something else to say. */
  readonly onReach: (listener: () => void) => void
  /** There is something for `takeInvite`. */
  readonly onInviteOpened: (listener: () => void) => void
  /** The hosted session can't go on (for example: another host took the picture over). */
  readonly onHostingFailed: (listener: (failure: HostingFailure) => void) => void
}
