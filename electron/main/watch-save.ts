import { limits, type Clock, type SavedState, type Timer } from '../../sync-core/index.ts'

/** Tells each new sentence about how far a save is, as the host says it, until it is ended. Quick saves say none. */
export function watchSave(
  clock: Clock,
  saved: () => SavedState,
  onSentence: (sentence: string) => void,
): () => void {
  let told = ''
  let timer: Timer
  const look = (): void => {
    const state = saved()
    if (state.kind === 'saving' && state.sentence !== told) {
      told = state.sentence
      onSentence(told)
    }
    timer = clock.after(limits.saveProgressEveryMs, look)
  }
  timer = clock.after(limits.saveProgressEveryMs, look)
  return () => clock.cancel(timer)
}
