import { LogOut, PanelRight } from 'lucide-react'
import { useEffect, useMemo, useState, type MouseEvent } from 'react'
import { useStore } from 'zustand'
import { CanvasStage } from '../canvas/canvas-stage.tsx'
import { Button } from '../controls/button.tsx'
import { IconButton } from '../controls/icon-button.tsx'
import { ColorPanel } from '../panels/color-panel.tsx'
import { BrushPanel } from '../panels/brush-panel.tsx'
import { CopyOffer } from '../panels/copy-offer.tsx'
import { HintLine } from '../panels/hint-line.tsx'
import { InvitePanel } from '../panels/invite-panel.tsx'
import { LayersPanel } from '../panels/layers-panel.tsx'
import { NoticeBars } from '../panels/notice-bars.tsx'
import { PeoplePanel } from '../panels/people-panel.tsx'
import { QuestionBar } from '../panels/question-bar.tsx'
import { StatusLine } from '../panels/status-line.tsx'
import { ToolOptions } from '../panels/tool-options.tsx'
import { ToolStrip } from '../panels/tool-strip.tsx'
import { WorkBar } from '../panels/work-bar.tsx'
import { gessoApi } from '../session/gesso-api.ts'
import { sessionNotices } from '../session/session-notices.ts'
import type { AppStore, RunningSession } from '../stores/app-store.ts'
import { createCopyOfferStore, type CopyOfferStore } from '../stores/copy-offer-store.ts'
import { createHintStore } from '../stores/hint-store.ts'
import { activeLayer, createLayerStore } from '../stores/layer-store.ts'
import { createToolOptionsStore } from '../stores/tool-options-store.ts'
import type { ToolStore } from '../stores/tool-store.ts'
import { createViewStore } from '../stores/view-store.ts'
import { strings } from '../strings.ts'
import { toBrush } from '../tools/brush-settings.ts'
import { CanvasTools } from '../tools/canvas-tools/canvas-tools.ts'
import type { ChangeLayers } from '../tools/change-layers.ts'
import { listenToKeyboard } from '../tools/keyboard-input.ts'
import { paintingRefusal } from '../tools/layer-commands.ts'
import { randomU32 } from '../tools/random-numbers.ts'
import { runCommand } from '../tools/run-command.ts'
import type { Command } from '../tools/shortcuts.ts'
import { EndedScreen } from './ended-screen.tsx'

interface SessionScreenProps {
  readonly session: RunningSession
  readonly appStore: AppStore
  readonly toolStore: ToolStore
}

/** Painting together: the canvas, and around it what a painter reaches for. */
export function SessionScreen({ session, appStore, toolStore }: SessionScreenProps) {
  const { bridge } = session
  const viewStore = useMemo(() => createViewStore(), [])
  const layerStore = useMemo(() => createLayerStore(), [])
  const hintStore = useMemo(() => createHintStore(), [])
  const options = useMemo(() => createToolOptionsStore(), [])
  const canvasTools = useMemo(
    () =>
      new CanvasTools({
        send: bridge.send,
        toolStore,
        options,
        brush: () => toBrush(toolStore.getState().brush, 'paint', toolStore.getState().color, randomU32()),
        layer: () => layerStore.getState().active,
        refusal: () => paintingRefusal(activeLayer(layerStore.getState())),
        say: (sentence) => hintStore.getState().say(sentence),
        frame: () => bridge.store.getState().state.frame,
      }),
    [bridge, toolStore, options, layerStore, hintStore],
  )
  const offerStore = useCopyOffer(session, appStore)
  const connection = useStore(bridge.store, (snapshot) => snapshot.state.connection)
  const wasIn = useStore(bridge.store, (snapshot) => snapshot.state.picture !== undefined)
  const [hasPanels, setHasPanels] = useState(true)
  const run = useMemo(
    () => (command: Command) => runCommand(command, { toolStore, viewStore, canvasTools, send: bridge.send }),
    [toolStore, viewStore, canvasTools, bridge],
  )
  const changeLayers = useMemo<ChangeLayers>(
    () =>
      (operation, step = 'first') =>
        bridge.send({ kind: 'change-layers', operation, step }),
    [bridge],
  )
  useEffect(() => {
    const followLayers = (): void => {
      const gone = layerStore.getState().setLayers(bridge.store.getState().state.layers)
      if (gone !== undefined) hintStore.getState().say(strings.layers.gone(gone.lost.name, gone.now.name))
    }
    followLayers()
    return bridge.store.subscribe(followLayers)
  }, [bridge, layerStore, hintStore])
  useEffect(() => bridge.onRefused((sentence) => hintStore.getState().say(sentence)), [bridge, hintStore])
  useEffect(() => listenToKeyboard({ run, hold: toolStore.getState().holdTool }), [run, toolStore])

  if (connection.kind === 'ended') {
    const { leave, tryAgain } = appStore.getState()
    return (
      <EndedScreen
        wasIn={wasIn}
        canTryAgain={canTryAgain(connection.code, session)}
        sentence={connection.sentence}
        onBack={() => void leave()}
        onAgain={tryAgain}
      >
        {offerStore !== undefined && <CopyOffer store={offerStore} />}
      </EndedScreen>
    )
  }
  return (
    <div className="session-screen" onMouseDown={keepFocusOffButtons}>
      <header className="top-bar">
        <ToolOptions toolStore={toolStore} options={options} canvasTools={canvasTools} />
        <SessionTitle session={session} />
        <IconButton
          face={PanelRight}
          label={strings.session.panels}
          pressed={hasPanels}
          onClick={() => setHasPanels(!hasPanels)}
        />
        <LeaveButton session={session} appStore={appStore} />
      </header>
      <ToolStrip toolStore={toolStore} bridge={bridge} run={run} />
      <main className="stage-place">
        <CanvasStage
          bridge={bridge}
          toolStore={toolStore}
          viewStore={viewStore}
          layerStore={layerStore}
          options={options}
          canvasTools={canvasTools}
          hintStore={hintStore}
        />
        {!wasIn && (
          <p className="stage-words">
            {connection.kind === 'reconnecting' ? strings.status.unreachable : strings.session.loading}
          </p>
        )}
        <WorkBar canvasTools={canvasTools} />
        <HintLine hintStore={hintStore} />
        <SessionNotices session={session} appStore={appStore} offerStore={offerStore} />
      </main>
      {hasPanels && (
        <aside className="side-panels">
          <ColorPanel toolStore={toolStore} />
          <LayersPanel layerStore={layerStore} change={changeLayers} />
          <BrushPanel toolStore={toolStore} />
          <PeoplePanel bridge={bridge} />
          {session.hosted !== undefined && <InvitePanel hosted={session.hosted} />}
        </aside>
      )}
      <StatusLine bridge={bridge} viewStore={viewStore} />
    </div>
  )
}

/** The same invite, from the same copy of Gesso, will be refused again. */
const hopelessCodes: ReadonlySet<string> = new Set(['bad-token', 'expired-token', 'version', 'not-allowed'])

/** A session that was hosted here and closed is opened again from My pictures. */
function canTryAgain(code: string, session: RunningSession): boolean {
  return !hopelessCodes.has(code) && !(code === 'host-closing' && session.hosted !== undefined)
}

/** A clicked button must not take the keyboard: space would press it again instead of holding the hand. */
function keepFocusOffButtons(event: MouseEvent): void {
  if (!(event.target instanceof Element) || event.target.closest('button') === null) return
  event.preventDefault()
  if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur()
}

function SessionTitle({ session }: { session: RunningSession }) {
  const title = useStore(session.bridge.store, (snapshot) => snapshot.state.picture?.title)
  const shown = title ?? session.hosted?.title ?? ''
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

interface SessionNoticesProps {
  readonly session: RunningSession
  readonly appStore: AppStore
  readonly offerStore: CopyOfferStore | undefined
}

function SessionNotices({ session, appStore, offerStore }: SessionNoticesProps) {
  const health = useStore(session.bridge.store, (snapshot) => snapshot.state.health)
  const hostingFailure = useStore(appStore, (state) => state.hostingFailure)
  const notices = sessionNotices(session.hosted?.notices ?? [], health, hostingFailure?.message)
  return (
    <div className="notice-bars">
      <NoticeBars notices={notices} />
      {offerStore !== undefined && <CopyOffer store={offerStore} />}
    </div>
  )
}

/** Only the host has work that others don't: what a guest drew, the host has. */
function useCopyOffer(session: RunningSession, appStore: AppStore): CopyOfferStore | undefined {
  const offer = useStore(appStore, (state) => state.hostingFailure?.copyOffer) ?? session.hosted?.copyOffer
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
  const isHost = session.hosted !== undefined
  const leave = (): void => void appStore.getState().leave()
  return (
    <>
      <Button
        className="leave-button"
        title={isHost ? strings.session.closeHint : strings.session.leaveHint}
        onClick={() => (isHost && guests > 0 ? setIsAsking(true) : leave())}
      >
        <LogOut size={16} aria-hidden />
        {strings.session.leave}
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
