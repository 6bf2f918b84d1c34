// The pointers on the canvas, as one state machine: at any time one of them draws, pans, turns the view, picks, points, works a tool
// or sets the brush, or two fingers pinch.
//
//   idle ──down──▶ drawing | panning | turning | picking | pointing | working | setting ──up, cancel──▶ idle
//   idle ──finger──▶ resting ──moved or waited──▶ drawing        (until then a second finger makes it a pinch)
//                       └────second finger────▶ pinching ──a finger up──▶ idle
//
// A finger rests a moment before it draws, so that a two-finger gesture leaves no mark. What a tool began with a finger can be
// taken back, so a tool begins at once. A pen that comes down ends what fingers do. Fingers that only touch are counted beside all this (touch-tap.ts).

import { limits, type PenPoint } from '../../sync-core/index.ts'
import { cursorInView } from '../view/cursor-in-view.ts'
import { normalTurn, type Point } from '../view/view-transform.ts'
import { steppedTurn } from '../view/stepped-turn.ts'
import { idle, type Mode } from './pointer-mode.ts'
import type { PointerPorts } from './pointer-ports.ts'
import { foreseenOf, hovering, positionsOf } from './pointer-positions.ts'
import { pointerRole, wheelZoomFactor, type PointerRole } from './pointer-role.ts'
import { StageSight } from './stage-sight.ts'
import { StrokeInput } from './stroke-input.ts'
import { restDistancePx, restMs, TouchTap } from './touch-tap.ts'

export class PointerInput {
  private readonly stage: HTMLElement
  private readonly ports: PointerPorts
  private readonly stroke: StrokeInput
  private readonly sight: StageSight
  private readonly fingers = new Map<number, Point>()
  private readonly tap = new TouchTap()
  private readonly listeners = new AbortController()
  /** Raw updates come before the frame; where they exist, pointermove only moves the outline. */
  private readonly drawEvent: 'pointerrawupdate' | 'pointermove'
  private mode: Mode = idle
  private penSeenMs = Number.NEGATIVE_INFINITY

  constructor(stage: HTMLElement, ports: PointerPorts) {
    this.stage = stage
    this.ports = ports
    this.stroke = new StrokeInput(ports.send)
    this.sight = new StageSight(stage, ports)
    this.drawEvent = 'onpointerrawupdate' in stage ? 'pointerrawupdate' : 'pointermove'
    const on = <K extends keyof HTMLElementEventMap>(
      name: K,
      handle: (event: HTMLElementEventMap[K]) => void,
    ): void => stage.addEventListener(name, handle, { signal: this.listeners.signal, passive: false })
    on('pointerdown', (event) => this.handleDown(event))
    on('pointermove', (event) => this.handleMove(event))
    stage.addEventListener(this.drawEvent, (event) => this.handleDraw(event as PointerEvent), {
      signal: this.listeners.signal,
    })
    on('pointerup', (event) => this.handleUp(event))
    on('pointercancel', (event) => this.handleUp(event))
    on('lostpointercapture', (event) => this.handleUp(event))
    on('pointerleave', (event) => {
      if (event.pointerType === 'touch' || this.mode.kind !== 'idle') return
      this.ports.onHover(undefined, 'none')
      this.ports.onAim(undefined, 'hovering')
    })
    on('wheel', (event) => this.handleWheel(event))
    on('contextmenu', (event) => event.preventDefault())
  }

  /** Pointers hover at most. */
  get isIdle(): boolean {
    return this.mode.kind === 'idle'
  }

  /** Ends what is going on, for example because another window took the keyboard. */
  endAll(): void {
    if (this.mode.kind === 'resting') clearTimeout(this.mode.timer)
    if (this.mode.kind === 'working') this.ports.canvasTool.abort()
    if (this.mode.kind === 'setting') this.ports.brushDrag.abort()
    this.stroke.end()
    this.ports.onForeseen(undefined)
    this.ports.onAim(undefined, 'hovering')
    this.fingers.clear()
    this.tap.cancel()
    this.mode = idle
  }

  dispose(): void {
    this.endAll()
    this.listeners.abort()
  }

  private handleDown(event: PointerEvent): void {
    event.preventDefault()
    this.stage.focus({ preventScroll: true })
    this.sight.measure()
    if (event.pointerType === 'pen') {
      this.penSeenMs = event.timeStamp
      // A palm often comes before the pen.
      if (this.isByFingers()) this.endAll()
    }
    if (event.pointerType === 'touch') {
      this.fingers.set(event.pointerId, this.sight.onStage(event))
      this.tap.press(event.pointerId, this.sight.onStage(event), event.timeStamp)
      if (this.startPinch()) return
    }
    if (this.mode.kind !== 'idle') return
    const role = pointerRole(event, this.ports.tool(), event.timeStamp - this.penSeenMs)
    if (role === 'none') return
    this.stage.setPointerCapture(event.pointerId)
    this.startRole(event, role)
    if (setsBrush(event, role)) return
    this.ports.onHover(event.pointerType === 'touch' ? undefined : this.sight.onStage(event), role)
    this.tellPresence(event, role)
  }

  private isByFingers(): boolean {
    const { mode } = this
    return mode.kind === 'pinching' || (mode.kind !== 'idle' && this.fingers.has(mode.pointer))
  }

  private startRole(event: PointerEvent, role: Exclude<PointerRole, 'none'>): void {
    const pointer = event.pointerId
    switch (role) {
      case 'pan':
        this.mode = event.shiftKey
          ? {
              kind: 'turning',
              pointer,
              last: this.sight.aroundMiddle(event),
              turn: this.ports.view().view.turn,
            }
          : { kind: 'panning', pointer, last: this.sight.onStage(event) }
        return
      case 'pick':
        this.mode = { kind: 'picking', pointer }
        return this.pick(event)
      case 'laser':
        this.mode = { kind: 'pointing', pointer }
        return
      case 'tool':
        this.mode = { kind: 'working', pointer }
        return this.ports.canvasTool.press(this.sight.toolPointer(event, event))
      case 'paint':
      case 'erase': {
        if (setsBrush(event, role)) {
          this.mode = { kind: 'setting', pointer, role }
          return this.ports.brushDrag.begin(role === 'erase' ? 'eraser' : 'brush', this.sight.onStage(event))
        }
        const points = [this.sight.point(event)]
        const isPen = event.pointerType === 'pen'
        if (event.pointerType !== 'touch') return this.startStroke(pointer, role, isPen, points)
        const timer = window.setTimeout(() => this.endRest(), restMs)
        this.mode = { kind: 'resting', pointer, role, isPen, from: this.sight.onStage(event), points, timer }
      }
    }
  }

  private startStroke(
    pointer: number,
    role: 'paint' | 'erase',
    isPen: boolean,
    points: readonly PenPoint[],
  ): void {
    const { brush, steadiness } = this.ports.brush(role)
    const { view } = this.ports.view()
    this.mode = { kind: 'drawing', pointer, role }
    this.stroke.begin({
      layer: this.ports.layer(),
      brush,
      steadiness: isPen ? steadiness : 0,
      zoom: view.scale / this.sight.ratio,
      points,
    })
    if (role === 'paint') this.ports.onPainted(brush.color)
  }

  /** The finger stays alone: what it did so far becomes the beginning of a stroke. */
  private endRest(): void {
    if (this.mode.kind !== 'resting') return
    const { pointer, role, isPen, points, timer } = this.mode
    clearTimeout(timer)
    this.startStroke(pointer, role, isPen, points)
  }

  private startPinch(): boolean {
    const [first, second] = [...this.fingers.keys()]
    if (first === undefined || second === undefined || this.mode.kind === 'pinching') return false
    const { mode } = this
    const isAtWork = mode.kind === 'drawing' || mode.kind === 'working' || mode.kind === 'setting'
    if (isAtWork && !this.fingers.has(mode.pointer)) return false
    if (mode.kind === 'resting') clearTimeout(mode.timer)
    if (mode.kind === 'working') this.ports.canvasTool.abort()
    if (mode.kind === 'picking') this.ports.onAim(undefined, 'hovering')
    this.stroke.end()
    this.mode = { kind: 'pinching', fingers: [first, second] }
    const held = this.pair(first, second)
    if (held !== undefined) this.ports.view().takePinch(held)
    return true
  }

  /** Samples of a stroke, as early as the browser gives them. */
  private handleDraw(event: PointerEvent): void {
    const mode = this.mode
    if (mode.kind === 'idle' || mode.kind === 'pinching' || event.pointerId !== mode.pointer) return
    if (mode.kind === 'working') {
      for (const each of positionsOf(event)) this.ports.canvasTool.move(this.sight.toolPointer(each, event))
      return
    }
    if (mode.kind !== 'drawing' && mode.kind !== 'resting') return
    const points = positionsOf(event).map((each) => this.sight.point(each))
    if (mode.kind === 'drawing') return this.stroke.add(points)
    mode.points.push(...points)
    const at = this.sight.onStage(event)
    if (Math.hypot(at.x - mode.from.x, at.y - mode.from.y) > restDistancePx) this.endRest()
  }

  private handleMove(event: PointerEvent): void {
    const mode = this.mode
    if (mode.kind === 'idle') this.sight.measure()
    if (event.pointerType === 'pen') this.penSeenMs = event.timeStamp
    const at = this.sight.onStage(event)
    if (mode.kind === 'setting') {
      // The ring shows what is set, where that began.
      if (event.pointerId === mode.pointer) this.ports.brushDrag.move(at)
      return
    }
    if (event.pointerType === 'touch') this.tap.move(event.pointerId, at)
    else {
      const role =
        mode.kind === 'drawing' ? mode.role : pointerRole(hovering(event), this.ports.tool(), Infinity)
      this.ports.onHover(at, role)
      if (mode.kind === 'idle') {
        this.showCursor(event, role)
        this.ports.onAim(role === 'pick' ? at : undefined, 'hovering')
      }
    }
    if (mode.kind === 'pinching') return this.movePinch(event.pointerId, at)
    if (mode.kind !== 'idle' && event.pointerId !== mode.pointer) return
    if (mode.kind === 'drawing' && mode.role === 'paint' && event.pointerType === 'pen') this.foresee(event)
    if (mode.kind === 'panning') {
      const { ratio } = this.sight
      this.ports.view().pan((at.x - mode.last.x) * ratio, (at.y - mode.last.y) * ratio)
      mode.last = at
    }
    if (mode.kind === 'turning') this.turnView(mode, event)
    if (mode.kind === 'picking') this.pick(event)
    if (event.pointerType !== 'touch' || mode.kind === 'drawing' || mode.kind === 'pointing') {
      this.tellPresence(event, roleAtWork(mode))
    }
  }

  private foresee(event: PointerEvent): void {
    const line = this.stroke.foresee(foreseenOf(event).map((each) => this.sight.point(each)))
    const points = line.map((each) => this.sight.ofPoint(each))
    this.ports.onForeseen({ points, pressure: (line[0]?.pressure ?? 0) / limits.pressureMax })
  }

  private movePinch(pointer: number, at: Point): void {
    if (this.mode.kind !== 'pinching' || !this.mode.fingers.includes(pointer)) return
    const [a, b] = this.mode.fingers
    this.fingers.set(pointer, at)
    const fingers = this.pair(a, b)
    // What may become a tap holds the view still.
    if (fingers !== undefined && !this.tap.isPossible) this.ports.view().pinch(fingers)
  }

  /** Follows the pointer around the window's middle; with Ctrl in steps. */
  private turnView(mode: Extract<Mode, { kind: 'turning' }>, event: PointerEvent): void {
    const now = this.sight.aroundMiddle(event)
    mode.turn += normalTurn(now - mode.last)
    mode.last = now
    this.ports.view().setTurn(event.ctrlKey ? steppedTurn(mode.turn) : mode.turn)
  }

  private pair(a: number, b: number): [Point, Point] | undefined {
    const first = this.fingers.get(a)
    const second = this.fingers.get(b)
    if (first === undefined || second === undefined) return undefined
    return [this.sight.inView(first), this.sight.inView(second)]
  }

  private handleUp(event: PointerEvent): void {
    this.fingers.delete(event.pointerId)
    this.endTap(event)
    const mode = this.mode
    if (mode.kind === 'pinching') {
      if (mode.fingers.includes(event.pointerId)) this.mode = idle
      return
    }
    if (mode.kind === 'idle' || event.pointerId !== mode.pointer) return
    if (mode.kind === 'resting') {
      // A tap is a dot; a finger that the system took away was none.
      if (event.type === 'pointerup') this.endRest()
      else clearTimeout(mode.timer)
    }
    this.stroke.end()
    this.mode = idle
    this.ports.onForeseen(undefined)
    if (mode.kind === 'picking') this.endPick(event)
    if (mode.kind === 'working') this.endWork(event)
    if (mode.kind === 'setting') {
      this.ports.brushDrag.end()
      this.ports.onHover(this.sight.onStage(event), mode.role)
    }
    this.tellPresence(event, 'none')
    if (event.pointerType === 'touch') this.ports.onHover(undefined, 'none')
  }

  private endTap(event: PointerEvent): void {
    if (event.type === 'pointercancel') return this.tap.cancel()
    const fingers = this.tap.lift(event.pointerId, event.timeStamp)
    if (fingers !== undefined && fingers > 1) this.ports.onTap(fingers)
  }

  private handleWheel(event: WheelEvent): void {
    event.preventDefault()
    this.sight.measure()
    const { ratio } = this.sight
    const at = this.sight.onStage(event)
    if (event.shiftKey) return this.ports.view().pan(-(event.deltaX || event.deltaY) * ratio, 0)
    this.ports.view().zoom(wheelZoomFactor(event), this.sight.inView(at))
  }

  private endWork(event: PointerEvent): void {
    if (event.type !== 'pointerup') return this.ports.canvasTool.abort()
    this.ports.canvasTool.release(this.sight.toolPointer(event, event))
    if (event.pointerType !== 'touch') this.showCursor(event, 'tool')
  }

  private showCursor(event: PointerEvent, role: PointerRole): void {
    const cursor =
      role === 'tool'
        ? cursorInView(
            this.ports.canvasTool.cursorAt(this.sight.toolPointer(event, event)),
            this.ports.view().view,
          )
        : ''
    if (this.stage.style.cursor !== cursor) this.stage.style.cursor = cursor
  }

  private pick(event: PointerEvent): void {
    this.ports.onAim(this.sight.onStage(event), event.pointerType === 'touch' ? 'touching' : 'pressed')
    this.ports.onPick(this.sight.inPlane(event))
  }

  /** A pointer that hovers goes on looking, as long as its tool does. */
  private endPick(event: PointerEvent): void {
    const goesOn = event.pointerType !== 'touch' && this.ports.tool() === 'pick'
    this.ports.onAim(goesOn ? this.sight.onStage(event) : undefined, 'hovering')
  }

  private tellPresence(event: PointerEvent, role: PointerRole): void {
    const isDown = this.stroke.isOpen || this.mode.kind === 'pointing'
    this.ports.onPresence(this.sight.point(event), isDown, role)
  }
}

/** Whether the press is for the brush itself. */
function setsBrush({ shiftKey, pointerType }: PointerEvent, role: PointerRole): boolean {
  return shiftKey && pointerType !== 'touch' && (role === 'paint' || role === 'erase')
}

/** What the pointer began as, whatever tool is on by now. */
function roleAtWork(mode: Mode): PointerRole {
  if (mode.kind === 'drawing') return mode.role
  if (mode.kind === 'panning') return 'pan'
  return mode.kind === 'pointing' ? 'laser' : 'none'
}
