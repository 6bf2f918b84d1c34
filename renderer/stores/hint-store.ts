import { createStore } from 'zustand/vanilla'

/** Long enough to read one sentence twice. */
const hintMs = 4_000

export interface HintState {
  readonly sentence?: string | undefined
  /** Shows why what the person just did had no effect, for a moment. */
  readonly say: (sentence: string) => void
  /** What stood in the way is gone, and so is what was said of it. */
  readonly forget: () => void
}

export type HintStore = ReturnType<typeof createHintStore>

/** One short sentence over the canvas at a time. */
export function createHintStore() {
  let timer: ReturnType<typeof setTimeout> | undefined
  return createStore<HintState>((set) => ({
    say(sentence) {
      clearTimeout(timer)
      set({ sentence })
      timer = setTimeout(() => set({ sentence: undefined }), hintMs)
    },
    forget() {
      clearTimeout(timer)
      set({ sentence: undefined })
    },
  }))
}
