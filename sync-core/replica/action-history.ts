// What the window is told of everybody's actions: the list of them, what each looks like alone, and the picture without some
// people's work. All of it only looks at the confirmed picture.

import type { Paced } from '../authoring/paced.ts'
import type { Clock } from '../base/clock.ts'
import type { Limits } from '../base/limits.ts'
import type { PictureMemory } from '../kernel/picture-memory.ts'
import type { ActionWatcher } from '../raster/action-watcher.ts'
import { tilesOfBox } from '../raster/plane.ts'
import type { Timeline } from '../raster/timeline.ts'
import { ActionLog, type HistoryNews } from './action-log.ts'
import { drawAction, drawPlace } from './draw-action.ts'
import type { ShownPicture } from './shown-picture.ts'
import type { Thumbnail } from './thumbnail-sum.ts'
import { type WorkFilter, WorkView } from './work-view.ts'

export interface ActionHistoryPorts {
  readonly memory: PictureMemory
  readonly clock: Clock
  readonly limits: Limits
  readonly you: () => number | undefined
  readonly timeline: () => Timeline | undefined
  readonly shown: () => ShownPicture | undefined
  /** Whether the picture is as far as the host was at the welcome: what is heard then happens now. */
  readonly isSettled: () => boolean
}

export class ActionHistory {
  readonly view: WorkView
  private readonly ports: ActionHistoryPorts
  private readonly log: ActionLog

  /** Indices of tiles that look different are added to `dirty`. */
  constructor(ports: ActionHistoryPorts, dirty: Set<number>) {
    const { clock, limits, you, isSettled } = ports
    this.ports = ports
    this.log = new ActionLog(limits.historyActionsMax, () => (isSettled() ? clock.nowMs() : undefined))
    this.view = new WorkView(you, limits.viewColumnsKept, dirty)
  }

  get hasNews(): boolean {
    return this.log.hasNews && this.ports.isSettled()
  }

  /** What changed in the list since the last call; nothing while a picture is on its way, so that the list never shrinks for a moment. */
  takeNews(): HistoryNews | undefined {
    return this.hasNews ? this.log.takeNews() : undefined
  }

  /** What an action of the list laid down, while that is known, else the picture at its place; undefined for what has neither. */
  drawThumbnail(entry: number): Paced<Thumbnail | undefined> | undefined {
    const { memory, limits, timeline, shown } = this.ports
    const known = this.log.find(entry)
    const picture = shown()
    if (known?.box === undefined || picture === undefined || known.what.kind === 'layers') return undefined
    const ended = timeline()?.findAction(known.author, known.action)
    if (ended !== undefined) return drawAction(memory, ended, limits.thumbnailTilesMax)
    return drawPlace(picture.pixelSource({ kind: 'all' }), tilesOfBox(known.box), limits.thumbnailTilesMax)
  }

  /** Whose work is shown from now on. */
  showWork(filter: WorkFilter): void {
    this.view.setFilter(filter, this.ports.timeline())
  }

  /** To be told by the confirmed picture. */
  watcher(): ActionWatcher {
    const { log, view } = this
    return {
      onTimeline: (horizon) => log.onTimeline(horizon),
      onBegun: (action) => log.onBegun(action),
      onEnded: (action, before) => {
        log.onEnded(action, before)
        view.onEnded(action)
      },
      onUndone: (action) => {
        log.onUndone(action)
        view.onUndone(action)
      },
      onFolded: (actions) => {
        log.onFolded(actions)
        view.onFolded(actions)
      },
    }
  }
}
