// Everything that one session's window is made of, made once when the session begins: panels, commands and the canvas get
// it whole, so a new panel needs no new way for its parts.

import { keyMap, type KeyMap } from '../commands/key-map.ts'
import { commandTable, type CommandId } from '../commands/command-table.ts'
import type { AppParts } from './app-parts.ts'
import type { RunningSession } from './running-session.ts'
import { createCopiedStore, type CopiedStore } from '../stores/copied-store.ts'
import { createHintStore, type HintStore } from '../stores/hint-store.ts'
import { createImportStore, type ImportStore } from '../stores/import-store.ts'
import { activeLayer, createLayerStore, type LayerStore } from '../stores/layer-store.ts'
import { createToolOptionsStore, type ToolOptionsStore } from '../stores/tool-options-store.ts'
import { createViewStore, type ViewStore } from '../stores/view-store.ts'
import type { SessionState } from '../../sync-core/index.ts'
import { strings } from '../strings.ts'
import { logWords } from './log-words.ts'
import { deedEvent } from './session-news.ts'
import { turnedDownWords } from './status-sentences.ts'
import { toBrush } from '../tools/brush-settings.ts'
import { CanvasTools } from '../tools/canvas-tools/canvas-tools.ts'
import type { ChangeLayers } from '../tools/change-layers.ts'
import { paintingRefusal } from '../tools/layer-answers.ts'
import { randomU32 } from '../tools/random-numbers.ts'
import type { WindowMessage } from '../worker/contract.ts'
import { importFiles, tellImported } from './import-file.ts'
import { openFile } from './open-file.ts'
import { followFirstHints } from './follow-first-hints.ts'
import { followSession } from './follow-log.ts'
import type { SessionBridge } from './session-bridge.ts'

export interface SessionParts extends AppParts {
  readonly session: RunningSession
  readonly bridge: SessionBridge
  readonly viewStore: ViewStore
  readonly layerStore: LayerStore
  readonly hintStore: HintStore
  readonly copiedStore: CopiedStore
  readonly importStore: ImportStore
  readonly options: ToolOptionsStore
  readonly canvasTools: CanvasTools
  readonly send: (message: WindowMessage) => void
  readonly changeLayers: ChangeLayers
  /** Lays the layers of files from outside into the picture, one above the other. */
  readonly importFiles: (files: readonly File[]) => void
  readonly run: (id: CommandId) => void
  /** The keys as the person has them now. */
  readonly keys: () => KeyMap
  /** Follows what the session says, until the returned function is called. */
  readonly follow: () => () => void
}

export function createSessionParts(app: AppParts, session: RunningSession): SessionParts {
  const { toolStore, preferencesStore } = app
  const { bridge } = session
  const viewStore = createViewStore()
  const layerStore = createLayerStore()
  const hintStore = createHintStore()
  const copiedStore = createCopiedStore()
  const importStore = createImportStore()
  const options = createToolOptionsStore()
  const canvasTools = new CanvasTools({
    send: bridge.send,
    toolStore,
    options,
    brush: () => toBrush(toolStore.getState().brush, 'paint', toolStore.getState().color, randomU32()),
    layer: () => layerStore.getState().active,
    refusal: () => paintingRefusal(activeLayer(layerStore.getState())),
    say: (sentence) => hintStore.getState().say(sentence),
    frame: () => bridge.store.getState().state.frame,
  })
  const followLayers = (): void => {
    const before = layerStore.getState().layers
    const gone = layerStore.getState().setLayers(bridge.store.getState().state.layers)
    const { layers } = layerStore.getState()
    if (layers !== before) bridge.layerThumbnails.getState().keep(layers.map(({ id }) => id))
    if (gone !== undefined) hintStore.getState().say(strings.layers.gone(gone.lost.name, gone.now.name))
  }
  let refused: string | undefined
  const followRefusal = (): void => {
    const now = paintingRefusal(activeLayer(layerStore.getState()))
    if (refused !== undefined && now === undefined) hintStore.getState().forget()
    refused = now
  }
  /** Whoever it is done to is told at once, and so is everybody of the canvas. */
  const tellDeeds = (after: SessionState, before: SessionState): void => {
    const told = before.deeds.at(-1)?.number ?? 0
    for (const { number, by, deed } of after.deeds) {
      const isMine = deed.kind === 'canvas' || ('of' in deed && deed.of === after.you?.author)
      if (number <= told || by === after.you?.author || !isMine) continue
      hintStore.getState().say(logWords(deedEvent(after.roster, by, deed), strings))
    }
  }
  const tellAskers = ({ askers }: SessionState, { askers: before }: SessionState): void => {
    const known = new Set(before.map(({ number }) => number))
    const [asker] = askers.filter(({ number }) => !known.has(number))
    if (asker !== undefined) hintStore.getState().say(strings.people.asksToComeIn(asker.name))
  }
  /** Drawn while away, or on its way when the rules changed. */
  const tellTurnedDown = (after: SessionState, { turnedDown }: SessionState): void => {
    const count = after.turnedDown - turnedDown
    if (count > 0) hintStore.getState().say(turnedDownWords(after, count))
  }
  const tellLayer = (): void => {
    const { layers, active } = layerStore.getState()
    // Before there are any, nobody has one in hand.
    if (layers.length > 0) bridge.people.getState().takeLayer(active)
  }
  const parts: SessionParts = {
    ...app,
    session,
    bridge,
    viewStore,
    layerStore,
    hintStore,
    copiedStore,
    importStore,
    options,
    canvasTools,
    send: bridge.send,
    changeLayers: (operation, step = 'first') => bridge.send({ kind: 'change-layers', operation, step }),
    keys: () => keyMap(preferencesStore.getState().keys),
    importFiles: (files) => importFiles(parts, files),
    run(id) {
      const command = commandTable[id]
      const refusal = command.refusal?.(parts)
      if (refusal === undefined) command.run(parts)
      else hintStore.getState().say(refusal)
    },
    follow() {
      followLayers()
      tellLayer()
      const endings = [
        bridge.store.subscribe(followLayers),
        bridge.store.subscribe((now, before) => tellDeeds(now.state, before.state)),
        bridge.store.subscribe((now, before) => tellAskers(now.state, before.state)),
        bridge.store.subscribe((now, before) => tellTurnedDown(now.state, before.state)),
        layerStore.subscribe(tellLayer),
        layerStore.subscribe(followRefusal),
        followSession(bridge, app.logStore),
        followFirstHints(parts),
        bridge.onAuthored((reply) => tellImported(parts, reply)),
        openFile(parts),
        () => importStore.getState().reading?.stop(),
        bridge.onRefused((sentence) => hintStore.getState().say(sentence)),
      ]
      return () => endings.forEach((end) => end())
    },
  }
  return parts
}
