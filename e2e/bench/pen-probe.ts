// From the pen to the pixel: which time a pen event has, and when the pixel under it is no longer paper on the very canvas that
// the compositor shows. The app knows nothing of it: the benchmark sets its probes into the running page and worker. A
// display shows a painted canvas one frame later.

import type { Page, Worker } from '@playwright/test'

/** What came of the pen events since the probes were set. */
export interface PenTimes {
  /** From the event's own time until its pixel was painted. */
  readonly ms: readonly number[]
  /** Frames of the canvas until then, the one that painted it among them. */
  readonly frames: readonly number[]
  /** Frames painted since the probes were set. */
  readonly painted: number
  readonly elapsedMs: number
  /** Positions that the pen reported while it was down. */
  readonly reported: number
  /** Of these: where there was ink before the pen came, which tells nothing … */
  readonly inkedBefore: number
  /** … and where none came within a second. */
  readonly neverInked: number
}

interface Probe {
  readonly atMs: number
  readonly x: number
  readonly y: number
}

interface Bench {
  take: () => Promise<PenTimes>
}

const forgotten: PenTimes = {
  ms: [],
  frames: [],
  painted: 0,
  elapsedMs: 0,
  reported: 0,
  inkedBefore: 0,
  neverInked: 0,
}

/** Sets probes into the window of a session. Resolves with how to read and empty them. */
export async function probeSession(page: Page): Promise<() => Promise<PenTimes>> {
  const worker: Worker | undefined = page.workers()[0]
  if (worker === undefined) throw new Error('the window has no session')
  await worker.evaluate(watchCanvas)
  await page.evaluate(markStrokes)
  return () => worker.evaluate(takeTimes, forgotten)
}

/** A page that paints by itself, as directly as a page can: a line on a canvas, at the event. */
export async function probeBareCanvas(page: Page): Promise<() => Promise<PenTimes>> {
  await page.evaluate(paintBareCanvas)
  return () => page.evaluate(takeTimes, forgotten)
}

/** Runs in page or worker. */
function takeTimes(none: PenTimes): PenTimes | Promise<PenTimes> {
  return (globalThis as { bench?: Bench }).bench?.take() ?? none
}

/** Runs in the page: each message of a stroke carries times and places of its pen events, of those that came together, too. */
function markStrokes(): void {
  // oxlint-disable-next-line typescript/unbound-method -- called with its worker below
  const post = Worker.prototype.postMessage as (this: Worker, message: unknown, others?: unknown) => void
  Worker.prototype.postMessage = function (this: Worker, message: { kind: string }, others?: unknown) {
    const event = window.event
    const isStroke = message.kind === 'stroke-begin' || message.kind === 'stroke-points'
    if (!isStroke || !(event instanceof PointerEvent)) return post.call(this, message, others)
    const box = document.querySelector('.stage-canvas')!.getBoundingClientRect()
    const together = event.getCoalescedEvents()
    const probes = (together.length === 0 ? [event] : together).map(({ timeStamp, clientX, clientY }) => ({
      atMs: performance.timeOrigin + timeStamp,
      x: Math.round((clientX - box.left) * devicePixelRatio),
      y: Math.round((clientY - box.top) * devicePixelRatio),
    }))
    // A steadied line trails behind the pen on purpose, a tapered one has no ink at its very end, and a broad brush would
    // paint the next place before the pen is there.
    const begin = message as unknown as { brush: object }
    const plain = message.kind === 'stroke-begin' && {
      steadiness: 0,
      brush: { ...begin.brush, size: 8 * 16, taperStart: 0, taperEnd: 0 },
    }
    return post.call(this, { ...message, ...plain, probes }, others)
  }
}

/** Runs in the worker: after each frame, looks at the pixels that wait for ink. */
function watchCanvas(): void {
  type Waiting = Probe & { readonly frame: number }
  let shown: OffscreenCanvasRenderingContext2D | undefined
  let waiting: Waiting[] = []
  let ms: number[] = []
  let frames: number[] = []
  let painted = 0
  let reported = 0
  let inkedBefore = 0
  let frame = 0
  let begunMs = performance.now()
  const whitePaper = '255,255,255,255'
  /** Before anything is painted anew, the picture is blank. */
  const isPaper = ({ x, y }: { x: number; y: number }): boolean =>
    shown === undefined || shown.getImageData(x, y, 1, 1).data.join(',') === whitePaper
  // Only what is shown is painted inside of a clip.
  // oxlint-disable-next-line typescript/unbound-method -- a proxy calls it with its context
  const { clip } = OffscreenCanvasRenderingContext2D.prototype
  OffscreenCanvasRenderingContext2D.prototype.clip = new Proxy(clip, {
    apply(paint, context: OffscreenCanvasRenderingContext2D, words) {
      shown = context
      Reflect.apply(paint, context, words)
    },
  })
  const request = self.requestAnimationFrame.bind(self)
  self.requestAnimationFrame = (paint) =>
    request((time) => {
      paint(time)
      frame += 1
      painted += 1
      const nowMs = performance.timeOrigin + performance.now()
      const inked = waiting.filter((probe) => !isPaper(probe))
      for (const probe of inked) {
        ms.push(nowMs - probe.atMs)
        frames.push(frame - probe.frame)
      }
      waiting = waiting.filter((probe) => !inked.includes(probe))
    })
  self.addEventListener(
    'message',
    ({ data }: MessageEvent<{ probes?: readonly Probe[] }>) => {
      for (const probe of data.probes ?? []) {
        reported += 1
        if (isPaper(probe)) waiting.push({ ...probe, frame })
        else inkedBefore += 1
      }
    },
    { capture: true },
  )
  const take = async (): Promise<PenTimes> => {
    const elapsedMs = performance.now() - begunMs
    for (let turn = 0; turn < 20 && waiting.length > 0; turn++) await new Promise((go) => setTimeout(go, 50))
    const taken = { ms, frames, painted, elapsedMs, reported, inkedBefore, neverInked: waiting.length }
    waiting = []
    ms = []
    frames = []
    painted = 0
    reported = 0
    inkedBefore = 0
    begunMs = performance.now()
    return taken
  }
  Object.assign(globalThis, { bench: { take } })
}

/** Runs in the page of the empty window. */
function paintBareCanvas(): void {
  const canvas = document.createElement('canvas')
  canvas.width = innerWidth
  canvas.height = innerHeight
  canvas.style.cssText = 'position: fixed; inset: 0'
  document.body.append(canvas)
  const context = canvas.getContext('2d', { alpha: false })!
  context.fillStyle = 'white'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.lineWidth = 8
  let waiting: number[] = []
  let ms: number[] = []
  let frames: number[] = []
  let painted = 0
  let reported = 0
  let begunMs = performance.now()
  let last: { x: number; y: number } | undefined
  const note = (): void => {
    painted += 1
    const nowMs = performance.now()
    // The pixel is read as in the session, so that both pay for the look.
    for (const atMs of waiting) {
      context.getImageData(0, 0, 1, 1)
      ms.push(nowMs - atMs)
      frames.push(1)
    }
    waiting = []
  }
  canvas.addEventListener('pointerrawupdate', (event) => {
    if ((event as PointerEvent).buttons === 0) return void (last = undefined)
    for (const { clientX: x, clientY: y, timeStamp } of (event as PointerEvent).getCoalescedEvents()) {
      context.beginPath()
      context.moveTo(last?.x ?? x, last?.y ?? y)
      context.lineTo(x, y)
      context.stroke()
      last = { x, y }
      if (waiting.length === 0) requestAnimationFrame(note)
      waiting.push(timeStamp)
      reported += 1
    }
  })
  const take = async (): Promise<PenTimes> => {
    const elapsedMs = performance.now() - begunMs
    while (waiting.length > 0) await new Promise((go) => requestAnimationFrame(go))
    const taken = { ms, frames, painted, elapsedMs, reported, inkedBefore: 0, neverInked: 0 }
    reported = 0
    ms = []
    frames = []
    painted = 0
    begunMs = performance.now()
    return taken
  }
  Object.assign(globalThis, { bench: { take } })
}
