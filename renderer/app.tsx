import { useStore } from 'zustand'
import { unreachable } from '../sync-core/index.ts'
import { QuestionBar } from './panels/question-bar.tsx'
import { GuestScreen } from './screens/guest-screen.tsx'
import { LeavingScreen } from './screens/leaving-screen.tsx'
import { SessionScreen } from './screens/session-screen.tsx'
import { StartScreen } from './screens/start-screen.tsx'
import { TakeoverScreen } from './screens/takeover-screen.tsx'
import { WaitingScreen } from './screens/waiting-screen.tsx'
import type { AppParts } from './session/app-parts.ts'
import { AppContext, useApp } from './session/use-parts.ts'
import { strings } from './strings.ts'

/** The whole window: one screen at a time, and a question above it: whether to quit, or to leave for another session. Another language draws all of it anew. */
export function App({ parts }: { readonly parts: AppParts }) {
  const { appStore, preferencesStore } = parts
  const quitQuestion = useStore(appStore, (state) => state.quitQuestion)
  const answerQuit = useStore(appStore, (state) => state.answerQuit)
  const session = useStore(appStore, ({ screen }) => (screen.kind === 'session' ? screen.session : undefined))
  const openedInvite = useStore(appStore, (state) => state.openedInvite)
  useStore(preferencesStore, (state) => state.language)
  return (
    <AppContext.Provider value={parts}>
      <CurrentScreen />
      {quitQuestion !== undefined && (
        <QuestionBar
          question={strings.quit.question(quitQuestion.guests)}
          yes={strings.quit.quit}
          no={strings.quit.stay}
          onYes={() => answerQuit('quit')}
          onNo={() => answerQuit('stay')}
        />
      )}
      {openedInvite !== undefined && session !== undefined && quitQuestion === undefined && (
        <QuestionBar
          question={session.own === undefined ? strings.join.leaveFor : strings.join.closeFor}
          yes={session.own === undefined ? strings.join.leaveYes : strings.quit.quit}
          no={strings.join.leaveNo}
          onYes={() => void appStore.getState().leave()}
          onNo={() => appStore.getState().refuseInvite()}
        />
      )}
    </AppContext.Provider>
  )
}

function CurrentScreen() {
  const { appStore } = useApp()
  const screen = useStore(appStore, (state) => state.screen)
  const home = useStore(appStore, (state) => state.home)
  switch (screen.kind) {
    case 'waiting':
      return <WaitingScreen words={screen.words} />
    case 'takeover':
      return <TakeoverScreen takeover={screen} appStore={appStore} />
    case 'leaving':
      return <LeavingScreen leaving={screen} appStore={appStore} />
    case 'session':
      return <SessionScreen key={screen.session.number} session={screen.session} />
    case 'home':
      return home.kind === 'guest' ? (
        <GuestScreen appStore={appStore} invite={home.invite} />
      ) : (
        <StartScreen appStore={appStore} />
      )
    default:
      return unreachable(screen)
  }
}
