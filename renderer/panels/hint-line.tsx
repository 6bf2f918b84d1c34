import { useStore } from 'zustand'
import type { HintStore } from '../stores/hint-store.ts'
import { sayInLanguage } from '../strings/spoken.ts'

/** Why what was just done had no effect: one sentence low over the canvas, which goes by itself. */
export function HintLine({ hintStore }: { hintStore: HintStore }) {
  const sentence = useStore(hintStore, (state) => state.sentence)
  return (
    <p className="hint-line" role="status" data-testid="hint">
      {sentence === undefined ? undefined : sayInLanguage(sentence)}
    </p>
  )
}
