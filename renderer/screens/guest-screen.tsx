import { useStore } from 'zustand'
import { parseInvite } from '../../sync-core/index.ts'
import { Button } from '../controls/button.tsx'
import { Problem } from '../controls/text-field.tsx'
import type { AppStore } from '../stores/app-store.ts'
import { useSpareWorker } from '../session/use-spare-worker.ts'
import { Sheets, useSheetKeys } from '../sheets/sheets.tsx'
import { strings } from '../strings.ts'
import { AppMenu } from '../workspace/app-menu.tsx'
import { PersonFields } from './person-fields.tsx'
import { usePerson } from './use-person.ts'

/** What a guest sees who opened an invite in a browser: name, colour, and one button. */
export function GuestScreen({ appStore, invite }: { appStore: AppStore; invite: string }) {
  const problem = useStore(appStore, (state) => state.problem)
  const you = usePerson(appStore)
  useSheetKeys()
  useSpareWorker()
  const isInvite = canJoin(invite)
  return (
    <main className="guest-screen">
      <form
        className="card guest-card"
        aria-label={strings.join.guestHeading}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (you.isReady()) void appStore.getState().join(invite)
        }}
      >
        <div className="guest-head">
          <p className="wordmark">{strings.app.name}</p>
          <AppMenu />
        </div>
        <h1>{strings.join.guestHeading}</h1>
        <p className="dim">{isInvite ? strings.join.guestHint : strings.join.noInvite}</p>
        <PersonFields person={you.person} problem={you.problem} onPerson={you.change} />
        <div className="card-end">
          <Problem id="join-problem" sentence={problem?.sentence} />
          <Button type="submit" look="primary" disabled={!isInvite}>
            {strings.join.start}
          </Button>
        </div>
      </form>
      <Sheets />
    </main>
  )
}

function canJoin(invite: string): boolean {
  try {
    parseInvite(invite)
    return true
  } catch {
    return false
  }
}
