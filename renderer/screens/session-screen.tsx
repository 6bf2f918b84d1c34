import { LogOut } from 'lucide-react'
import { useEffect, useMemo, useState, type MouseEvent, type ReactNode } from 'react'
import { useStore } from 'zustand'
import type { SessionState } from '../../sync-core/index.ts'
import { CanvasStage } from '../canvas/canvas-stage.tsx'
import { PlaceOutline } from '../canvas/place-outline.tsx'
import { listenToKeyboard } from '../commands/keyboard-input.ts'
import { Button } from '../controls/button.tsx'
import { BrushPanel } from '../panels/brush-panel.tsx'
import { ColorPanel } from '../panels/color-panel.tsx'
import { ChatPanel } from '../panels/chat-panel.tsx'
import { CopyOffer } from '../panels/copy-offer.tsx'
import { HistoryPanel } from '../panels/history-panel.tsx'
import { FirstHint } from '../panels/first-hint.tsx'
import { HintLine } from '../panels/hint-line.tsx'
import { InviteButton } from '../panels/invite-button.tsx'
import { InvitePanel } from '../panels/invite-panel.tsx'
import { LayersPanel } from '../panels/layers-panel.tsx'
import { NavigatorPanel } from '../panels/navigator-panel.tsx'
import { PeopleFollow } from '../panels/people-follow.tsx'
import { PeoplePanel } from '../panels/people-panel.tsx'
import { QuestionBar } from '../panels/question-bar.tsx'
import { SessionNotices } from '../panels/session-notices.tsx'
import { StatusLine } from '../panels/status-line.tsx'
import { ToolOptions } from '../panels/tool-options.tsx'
import { ToolStrip } from '../panels/tool-strip.tsx'
import { WorkBar } from '../panels/work-bar.tsx'
import { WorkShownBadge } from '../panels/work-shown-badge.tsx'
import { Sheets } from '../sheets/sheets.tsx'
import { gessoApi } from '../session/gesso-api.ts'
import { createSessionParts, type SessionParts } from '../session/session-parts.ts'
import { SessionContext, useApp, useHosted } from '../session/use-parts.ts'
import type { RunningSession } from '../session/running-session.ts'
import type { AppStore } from '../stores/app-store.ts'
import { createCopyOfferStore, type CopyOfferStore } from '../stores/copy-offer-store.ts'
import type { PanelName } from '../stores/workspace-store.ts'
import { strings } from '../strings.ts'
import { AppMenu } from '../workspace/app-menu.tsx'
import { Dock } from '../workspace/dock.tsx'
import { PanelsMenu } from '../workspace/panels-menu.tsx'
import { EndedScreen } from './ended-screen.tsx'
import { PasswordScreen } from './password-screen.tsx'

/** Painting together: the canvas, and around it what a painter reaches for. */
export function SessionScreen({ session }: { readonly session: RunningSession }) {
  const app = useApp()
  const { appStore } = app
  const parts = useMemo(() => createSessionParts(app, session), [app, session])
  const { bridge } = parts
  const offerStore = useCopyOffer(session, appStore)
  const connection = useStore(bridge.store, (snapshot) => snapshot.state.connection)
  const wasIn = useStore(bridge.store, (snapshot) => snapshot.state.picture !== undefined)
  useEffect(() => parts.follow(), [parts])
  useEffect(
    () => listenToKeyboard({ keys: parts.keys, run: parts.run, hold: parts.toolStore.getState().holdTool }),
    [parts],
  )

  if (connection.kind === 'ended') {
    const { leave, tryAgain } = appStore.getState()
    if (connection.code === 'password-needed' || connection.code === 'bad-password') {
      return (
        <PasswordScreen
          problem={connection.code === 'bad-password' ? connection.sentence : undefined}
          onBack={() => void leave()}
          onPassword={tryAgain}
        />
      )
    }
    return (
      <EndedScreen
        wasIn={wasIn}
        canTryAgain={canTryAgain(connection.code, session)}
        sentence={connection.sentence}
        onBack={() => void leave()}
        onAgain={() => tryAgain()}
      >
        {offerStore !== undefined && <CopyOffer store={offerStore} />}
      </EndedScreen>
    )
  }
  return (
    <SessionContext.Provider value={parts}>
      <PaintingPlace parts={parts} offerStore={offerStore} />
    </SessionContext.Provider>
  )
}

interface PaintingPlaceProps {
  readonly parts: SessionParts
  readonly offerStore: CopyOfferStore | undefined
}

function PaintingPlace({ parts, offerStore }: PaintingPlaceProps) {
  const { session, bridge, appStore, workspaceStore, toolStore, options, canvasTools, hintStore } = parts
  const isBare = useStore(workspaceStore, (state) => state.isBare)
  const connection = useStore(bridge.store, (snapshot) => snapshot.state.connection)
  const wasIn = useStore(bridge.store, (snapshot) => snapshot.state.picture !== undefined)
  const panels = panelsOf(parts)
  const offered = Object.keys(panels) as PanelName[]
  return (
    <>
      <div className="session-screen" data-bare={isBare ? 'yes' : 'no'} onMouseDown={keepFocusOffButtons}>
        <header className="top-bar" data-part="top">
          <ToolOptions toolStore={toolStore} options={options} canvasTools={canvasTools} />
          <SessionTitle session={session} />
          {session.own !== undefined && <InviteButton />}
          <PanelsMenu offered={offered} />
          <AppMenu />
          <LeaveButton session={session} appStore={appStore} />
        </header>
        <ToolStrip />
        <Dock side="left" panels={panels} />
        <main className="stage-place" data-part="canvas">
          <CanvasStage {...parts} />
          <PlaceOutline />
          <WorkShownBadge />
          <PeopleFollow />
          {!wasIn && <p className="stage-words">{whyEmpty(connection, session)}</p>}
          <div className="stage-foot">
            <HintLine hintStore={hintStore} />
            <WorkBar />
            <FirstHint />
          </div>
          <SessionNotices session={session} appStore={appStore} offerStore={offerStore} />
        </main>
        <Dock side="right" panels={panels} />
        <StatusLine bridge={bridge} viewStore={parts.viewStore} />
      </div>
      <Sheets panels={offered} />
    </>
  )
}

/** What is waited for while there is no picture. */
function whyEmpty({ kind }: SessionState['connection'], { own }: RunningSession): string {
  if (kind === 'reconnecting') return strings.status.unreachable
  if (kind === 'waiting') return strings.session.waiting
  return own === undefined ? strings.session.loading : strings.opening.host
}

/** The panels that this session has. */
function panelsOf(parts: SessionParts): Readonly<Partial<Record<PanelName, ReactNode>>> {
  const { session, toolStore } = parts
  return {
    navigator: <NavigatorPanel />,
    color: <ColorPanel toolStore={toolStore} />,
    layers: <LayersPanel />,
    brush: <BrushPanel toolStore={toolStore} />,
    people: <PeoplePanel />,
    chat: <ChatPanel />,
    history: <HistoryPanel />,
    ...(session.own !== undefined && { invite: <InvitePanel own={session.own} /> }),
  }
}

/** The same invite, from the same copy of Gesso, will be refused again. */
const hopelessCodes: ReadonlySet<string> = new Set([
  'bad-token',
  'expired-token',
  'version',
  'not-allowed',
  'wrong-host',
  'banned',
])

/** A session that was hosted here and closed is opened again from My pictures. */
function canTryAgain(code: string, session: RunningSession): boolean {
  return !hopelessCodes.has(code) && !(code === 'host-closing' && session.own !== undefined)
}

/** A clicked button must not take the keyboard: space would press it again instead of holding the hand. */
function keepFocusOffButtons(event: MouseEvent): void {
  if (!(event.target instanceof Element) || event.target.closest('button') === null) return
  event.preventDefault()
  if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur()
}

function SessionTitle({ session }: { session: RunningSession }) {
  const title = useStore(session.bridge.store, (snapshot) => snapshot.state.picture?.title)
  const shown = title ?? session.own?.title ?? ''
  useEffect(() => {
    document.title = shown === '' ? strings.app.name : `${shown} – ${strings.app.name}`
    return () => {
      document.title = strings.app.name
    }
  }, [shown])
  return (
    <h1 className="session-title" title={shown}>
      {shown}
    </h1>
  )
}

/** Only the host has work that others don't: what a guest drew, the host has. */
function useCopyOffer(session: RunningSession, appStore: AppStore): CopyOfferStore | undefined {
  const hosted = useHosted(session)
  const offer = useStore(appStore, (state) => state.hostingFailure?.copyOffer) ?? hosted?.copyOffer
  return useMemo(
    () => (offer === undefined || gessoApi === undefined ? undefined : createCopyOfferStore(offer, gessoApi)),
    [offer],
  )
}

/** Asks a host first when guests would lose the session. */
function LeaveButton({ session, appStore }: { session: RunningSession; appStore: AppStore }) {
  const [isAsking, setIsAsking] = useState(false)
  const guests = useStore(
    session.bridge.store,
    ({ state }) =>
      state.roster.filter((person) => person.present && person.author !== state.you?.author).length,
  )
  const isHost = session.own !== undefined
  const leave = (): void => void appStore.getState().leave()
  return (
    <>
      <Button
        className="leave-button"
        title={isHost ? strings.session.closeHint : strings.session.leaveHint}
        onClick={() => (isHost && guests > 0 ? setIsAsking(true) : leave())}
      >
        <LogOut size={16} aria-hidden />
        <span className="bar-word">{strings.session.leave}</span>
      </Button>
      {isAsking && (
        <QuestionBar
          question={strings.session.closeQuestion(guests)}
          yes={strings.session.close}
          no={strings.session.keepDrawing}
          onYes={leave}
          onNo={() => setIsAsking(false)}
        />
      )}
    </>
  )
}
