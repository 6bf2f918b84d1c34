import { unreachable } from '../../sync-core/index.ts'
import type { LogEvent } from '../stores/log-store.ts'
import type { Catalogue } from '../strings.ts'

/** An event as a sentence; `say` words in the catalogue's language what others said. */
export function logWords(
  event: LogEvent,
  { log: words, people }: Pick<Catalogue, 'log' | 'people'>,
  say: (sentence: string) => string = (sentence) => sentence,
): string {
  switch (event.kind) {
    case 'connecting':
    case 'waiting':
    case 'connected':
    case 'session-begun':
    case 'session-left':
    case 'password-set':
    case 'password-gone':
    case 'resumed':
      return words.plain[event.kind]
    case 'lost':
      return words.lost(event.unacknowledged)
    case 'turned-down':
      return words.turnedDown(event.count)
    case 'people':
      return words.people(event.count)
    case 'saved':
      return words.saved(event.seq)
    case 'uploaded-again':
      return words.uploadedAgain(event.seq)
    case 'differs':
      return words.differs(event.seq)
    case 'healed':
      return words.healed(event.tiles)
    case 'moderated':
      return people.deeds[event.what](event.by, event.of)
    case 'ended':
    case 'save-failed':
    case 'upload-waits':
    case 'paused':
    case 'refused':
    case 'hosting-failed':
    case 'error':
      return words.because[event.kind](say(event.sentence))
    default:
      return unreachable(event)
  }
}
