import type { SpokenPair } from '../spoken.ts'
import { spokenByApp } from './spoken-app.ts'
import { spokenOfPictures } from './spoken-pictures.ts'
import { spokenInSession } from './spoken-session.ts'
import { spokenOfStorage } from './spoken-storage.ts'

/** What German windows say for English sentences that were made elsewhere. */
export const germanSpoken: readonly SpokenPair[] = [
  ...spokenInSession,
  ...spokenOfPictures,
  ...spokenOfStorage,
  ...spokenByApp,
]
