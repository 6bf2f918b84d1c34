import type { Clock } from '../base/clock.ts'
import { limits } from '../base/limits.ts'
import type { ComputerId, OpenMarks } from '../pictures/open-marks.ts'
import type { RunningSession } from './running-session.ts'
import { within } from './within.ts'

export interface MarkSurroundings {
  readonly marks: OpenMarks
  readonly computer: () => Promise<ComputerId>
  readonly clock: Clock
  readonly onNote: (sentence: string) => void
}

/** The session, with this computer's mark beside its picture until it is closed. A mark that fails is noted and no more. */
export function markWhileOpen(session: RunningSession, surroundings: MarkSurroundings): RunningSession {
  const { marks, computer, clock, onNote } = surroundings
  const { pictureId } = session
  const note = (error: unknown): void => onNote(error instanceof Error ? error.message : String(error))
  const marking = computer()
    .then((own) => marks.mark(pictureId, own))
    .catch(note)
  let closing: Promise<void> | undefined

  async function close(sentence: string): Promise<void> {
    try {
      await session.close(sentence)
    } finally {
      const unmarking = marking.then(computer).then((own) => marks.unmark(pictureId, own))
      await within(clock, limits.openMarkWithinMs, unmarking.catch(note))
    }
  }
  return { ...session, close: (sentence) => (closing ??= close(sentence)) }
}
