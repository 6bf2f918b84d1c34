import { beforeAll, expect, it, vi } from 'vitest'
import { roundBrush } from '../../sync-core/index.ts'
import type { WindowMessage } from '../worker/contract.ts'
import { PointerInput } from './pointer-input.ts'

const brush = roundBrush({ size: 16, opacity: 255, hardness: 200, color: 0 })

beforeAll(() => {
  vi.stubGlobal('window', { setTimeout, clearTimeout })
})

/** A stage and what is said of the pointers on it. */
function pointers() {
  const said: WindowMessage['kind'][] = []
  const stage = Object.assign(new EventTarget(), {
    focus: () => undefined,
    setPointerCapture: () => undefined,
    getBoundingClientRect: () => ({ left: 0, top: 0 }),
    style: { cursor: '' },
  })
  const nothing = (): undefined => undefined
  const view = {
    view: { x: 0, y: 0, scale: 1, turn: 0, flipped: false },
    viewport: { width: 800, height: 600, ratio: 1 },
    takePinch: nothing,
    pinch: nothing,
    pan: nothing,
  }
  const input = new PointerInput(stage as unknown as HTMLElement, {
    send: ({ kind }) => said.push(kind),
    view: () => view as never,
    tool: () => 'brush',
    brush: () => ({ brush, steadiness: 0 }),
    curved: (pressure) => pressure,
    layer: () => 1,
    brushDrag: { begin: nothing, move: nothing, end: nothing, abort: nothing },
    canvasTool: { press: nothing, move: nothing, release: nothing, abort: nothing, cursorAt: () => '' },
    onPick: nothing,
    onHover: nothing,
    onAim: nothing,
    onForeseen: nothing,
    onTap: nothing,
    onPainted: nothing,
    onPresence: nothing,
  })
  const tell = (type: string, pointerId: number, pointerType: string, clientX: number): void => {
    const event = Object.assign(new Event(type, { cancelable: true }), {
      pointerId,
      pointerType,
      clientX,
      clientY: 10,
      pressure: 0.5,
      isPrimary: true,
      button: type === 'pointermove' ? -1 : 0,
      buttons: type === 'pointerup' ? 0 : 1,
      shiftKey: false,
      altKey: false,
      ctrlKey: false,
      getCoalescedEvents: () => [],
      getPredictedEvents: () => [],
    })
    stage.dispatchEvent(event)
  }
  return { said, tell, input }
}

it('[UI312] a pen draws though a palm lies there already, and the palm goes without a trace', () => {
  const { said, tell, input } = pointers()
  tell('pointerdown', 1, 'touch', 100)
  tell('pointerdown', 2, 'pen', 200)
  expect(said).toEqual(['stroke-begin'])
  tell('pointermove', 1, 'touch', 160)
  tell('pointerup', 1, 'touch', 160)
  tell('pointermove', 2, 'pen', 240)
  tell('pointerup', 2, 'pen', 240)
  expect(said).toEqual(['stroke-begin', 'stroke-points', 'stroke-end'])
  expect(input.isIdle).toBe(true)
})

it('[UI312] a pen ends what a finger or two began', () => {
  const { said, tell } = pointers()
  tell('pointerdown', 1, 'touch', 100)
  tell('pointermove', 1, 'touch', 160)
  tell('pointerdown', 3, 'pen', 300)
  expect(said).toEqual(['stroke-begin', 'stroke-end', 'stroke-begin'])
  const pinch = pointers()
  pinch.tell('pointerdown', 1, 'touch', 100)
  pinch.tell('pointerdown', 2, 'touch', 200)
  pinch.tell('pointerdown', 3, 'pen', 300)
  pinch.tell('pointerup', 1, 'touch', 100)
  pinch.tell('pointermove', 3, 'pen', 340)
  expect(pinch.said).toEqual(['stroke-begin', 'stroke-points'])
})
