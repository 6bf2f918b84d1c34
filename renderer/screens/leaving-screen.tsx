import { useStore } from 'zustand'
import { Button } from '../controls/button.tsx'
import type { AppStore, Leaving } from '../stores/app-store.ts'
import { strings } from '../strings.ts'
import { sayInLanguage } from '../strings/spoken.ts'

/** The last save, how far it is, and what becomes of what was drawn if one does not wait. Nothing moves while it goes on. */
export function LeavingScreen({ leaving, appStore }: { leaving: Leaving; appStore: AppStore }) {
  const saving = useStore(appStore, (state) => state.saving)
  const words = strings.leaving
  const isQuit = leaving.of === 'quit'
  return (
    <main className="leaving-screen">
      <div className="leaving-card">
        <p role="status">{isQuit ? words.quit : words.leave}</p>
        <p className="leaving-progress">{sayInLanguage(saving)}</p>
        <div className="leaving-more">
          <p className="dim">
            {isQuit ? words.quitHint : words.leaveHint} {isQuit && leaving.isInBucket && words.bucketHint}
          </p>
          <Button onClick={() => appStore.getState().dontWait()}>
            {isQuit ? words.quitNow : words.dontWait}
          </Button>
        </div>
      </div>
    </main>
  )
}
