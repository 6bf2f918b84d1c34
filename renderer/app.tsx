import { useStore } from 'zustand'
import { unreachable } from '../sync-core/index.ts'
import { QuestionBar } from './panels/question-bar.tsx'
import { GuestScreen } from './screens/guest-screen.tsx'
import { LeavingScreen } from './screens/leaving-screen.tsx'
import { SessionScreen } from './screens/session-screen.tsx'
import { StartScreen } from './screens/start-screen.tsx'
import { TakeoverScreen } from './screens/takeover-screen.tsx'
import { WaitingScreen } from './screens/waiting-screen.tsx'
import type { AppStore } from './stores/app-store.ts'
import type { ToolStore } from './stores/tool-store.ts'
import { strings } from './strings.ts'

/** The whole window: one screen at a time, and the question whether to quit above it. */
export function App({ appStore, toolStore }: { appStore: AppStore; toolStore: ToolStore }) {
  const quitQuestion = useStore(appStore, (state) => state.quitQuestion)
  const answerQuit = useStore(appStore, (state) => state.answerQuit)
  return (
    <>
      <CurrentScreen appStore={appStore} toolStore={toolStore} />
      {quitQuestion !== undefined && (
        <QuestionBar
          question={strings.quit.question(quitQuestion.guests)}
          yes={strings.quit.quit}
          no={strings.quit.stay}
          onYes={() => answerQuit('quit')}
          onNo={() => answerQuit('stay')}
        />
      )}
    </>
  )
}

function CurrentScreen({ appStore, toolStore }: { appStore: AppStore; toolStore: ToolStore }) {
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
      return (
        <SessionScreen
          key={screen.session.start.invite}
          session={screen.session}
          appStore={appStore}
          toolStore={toolStore}
        />
      )
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
