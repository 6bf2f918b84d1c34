import { useState } from 'react'
import { useStore } from 'zustand'
import type { Reach } from '../../electron/ipc/contract.ts'
import type { AppState, AppStore } from '../stores/app-store.ts'
import { choosePictures } from '../session/read-file.ts'
import { useSpareWorker } from '../session/use-spare-worker.ts'
import { Sheets, useSheetKeys } from '../sheets/sheets.tsx'
import { strings } from '../strings.ts'
import { AppMenu } from '../workspace/app-menu.tsx'
import { HostForm } from './host-form.tsx'
import { JoinForm } from './join-form.tsx'
import { PersonFields } from './person-fields.tsx'
import { PictureShelf } from './picture-shelf.tsx'
import { PicturesSettings } from './pictures-settings.tsx'
import { usePerson } from './use-person.ts'

/** The first screen of the app: who you are, host, join, and the pictures of this computer. */
export function StartScreen({ appStore }: { appStore: AppStore }) {
  const problem = useStore(appStore, (state) => state.problem)
  const closing = useStore(appStore, (state) => state.closing)
  const saving = useStore(appStore, (state) => state.saving)
  const recovered = useStore(appStore, (state) => state.recovered)
  const openedInvite = useStore(appStore, (state) => state.openedInvite)
  const { hostNew, hostFile, hostAgain, join } = appStore.getState()
  const you = usePerson(appStore)
  useSheetKeys()
  useSpareWorker()
  const [reach, setReach] = useState<Reach>('computer')
  const openFile = (file: File): void => {
    if (you.isReady()) hostFile(file, reach)
  }
  const [isChoosingPlace, setIsChoosingPlace] = useState(false)
  return (
    <main
      className="start-screen"
      // A file that is dropped would otherwise take the place of the whole page.
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        const [file] = event.dataTransfer.files
        if (file !== undefined) openFile(file)
      }}
    >
      <div className="start-side">
        <header className="start-header">
          <h1>{strings.app.name}</h1>
          <p className="dim">{strings.app.tagline}</p>
          <AppMenu />
        </header>
        <PersonFields person={you.person} problem={you.problem} onPerson={you.change} />
        <HostForm
          reach={reach}
          problem={problem?.of === 'host' ? problem.sentence : undefined}
          onReach={setReach}
          onHost={(picture) => {
            if (you.isReady()) void hostNew(picture, reach)
          }}
          onOpen={() => {
            if (you.isReady()) choosePictures('one', ([file]) => file !== undefined && openFile(file))
          }}
        />
        <JoinForm
          key={openedInvite}
          opened={openedInvite}
          problem={problem?.of === 'join' ? problem.sentence : undefined}
          onJoin={(invite) => {
            if (you.isReady()) void join(invite)
          }}
        />
      </div>
      {isChoosingPlace ? (
        <PicturesSettings onDone={() => setIsChoosingPlace(false)} />
      ) : (
        <PictureShelf
          openProblem={shelfProblem(problem)}
          stillSaving={closing && `${strings.pictures.stillSaving(closing.title)} ${saving}`.trim()}
          recovered={recovered}
          onOpen={(picture) => {
            if (you.isReady()) void hostAgain(picture, reach)
          }}
          onPlace={() => setIsChoosingPlace(true)}
        />
      )}
      <Sheets />
    </main>
  )
}

/** What could not be opened, or not be saved when it was left. */
function shelfProblem(problem: AppState['problem']): string | undefined {
  if (problem?.of === 'leaving') return strings.session.leftUnsaved(problem.sentence)
  return problem?.of === 'shelf' ? problem.sentence : undefined
}
