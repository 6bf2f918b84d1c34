// Size and opacity by dragging on the canvas, without a way to the sliders: to the right and left the edge of the ring follows the pen,
// up and down the opacity changes. The first few px decide which of them it is, so that one does not disturb the other.

import { strings } from '../strings.ts'
import type { ToolStore } from '../stores/tool-store.ts'
import type { DrawingTool } from '../tools/brush-presets.ts'
import { fromPercent, roundSize, toPercent, type BrushSettings } from '../tools/brush-settings.ts'
import type { Point } from '../view/view-transform.ts'

/** CSS px until it is clear where a drag goes. */
const decidePx = 4
/** CSS px of a drag that is all of the opacity: the height of a hand's small move. */
const opacityPx = 200
/** Between the ring and the words, CSS px. */
const gapPx = 12

export type DraggedSetting = 'size' | 'opacity'

/** What a drag by so many CSS px is for; undefined while it is too short. */
export function settingOfDrag(across: number, down: number): DraggedSetting | undefined {
  if (Math.hypot(across, down) < decidePx) return undefined
  return Math.abs(across) >= Math.abs(down) ? 'size' : 'opacity'
}

/** The brush after a drag by so many CSS px, from what it was at its beginning. */
export function dragBrush(
  before: Pick<BrushSettings, 'sizePx' | 'opacity'>,
  setting: DraggedSetting,
  across: number,
  down: number,
  cssPxPerPx: number,
): Partial<BrushSettings> {
  if (setting === 'size') return { sizePx: roundSize(before.sizePx + (2 * across) / cssPxPerPx) }
  const percent = Math.round(toPercent(before.opacity) - (down * 100) / opacityPx)
  return { opacity: fromPercent(Math.min(100, Math.max(1, percent)), 1) }
}

export interface BrushDragPorts {
  readonly toolStore: ToolStore
  readonly cssPxPerPx: () => number
  /** The ring stays where the drag began. */
  readonly showRing: (at: Point, tool: DrawingTool) => void
}

interface OpenDrag {
  readonly tool: DrawingTool
  readonly from: Point
  readonly before: Pick<BrushSettings, 'sizePx' | 'opacity'>
  readonly listeners: AbortController
  setting?: DraggedSetting | undefined
}

/** One drag at a time. */
export class BrushDrag {
  private readonly ports: BrushDragPorts
  private readonly words: HTMLElement
  private open: OpenDrag | undefined

  constructor(stage: HTMLElement, ports: BrushDragPorts) {
    this.ports = ports
    this.words = document.createElement('div')
    this.words.className = 'brush-drag-words'
    this.words.hidden = true
    stage.append(this.words)
  }

  begin(tool: DrawingTool, from: Point): void {
    this.end()
    const { sizePx, opacity } = this.ports.toolStore.getState()[tool]
    const listeners = new AbortController()
    this.open = { tool, from, before: { sizePx, opacity }, listeners }
    window.addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        this.abort()
      },
      { signal: listeners.signal, capture: true },
    )
    this.show()
  }

  move(to: Point): void {
    const { open } = this
    if (open === undefined) return
    const [across, down] = [to.x - open.from.x, to.y - open.from.y]
    open.setting ??= settingOfDrag(across, down)
    if (open.setting === undefined) return
    const change = dragBrush(open.before, open.setting, across, down, this.ports.cssPxPerPx())
    this.ports.toolStore.getState().changeBrush(open.tool, change)
    this.show()
  }

  /** Leaves the brush as it is now. */
  end(): void {
    this.open?.listeners.abort()
    this.open = undefined
    this.words.hidden = true
  }

  /** Gives the brush back as it was. */
  abort(): void {
    const { open } = this
    if (open?.setting !== undefined) this.ports.toolStore.getState().changeBrush(open.tool, open.before)
    this.end()
  }

  dispose(): void {
    this.end()
    this.words.remove()
  }

  private show(): void {
    if (this.open === undefined) return
    const { from, tool } = this.open
    const { sizePx, opacity } = this.ports.toolStore.getState()[tool]
    this.ports.showRing(from, tool)
    this.words.textContent = strings.brushes.dragged(sizePx, toPercent(opacity))
    const radius = Math.min((sizePx * this.ports.cssPxPerPx()) / 2, window.innerWidth / 4)
    this.words.style.transform = `translate(${from.x + radius + gapPx}px, ${from.y - gapPx}px)`
    this.words.hidden = false
  }
}
