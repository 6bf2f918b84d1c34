import { TrialSheet, type PixelSource } from '../../sync-core/index.ts'
import { StrokeDesk, type StrokeHand } from './stroke-desk.ts'
import type { TrialMessage, TrialPixels, TrialReply, TrialStroke } from './trial-contract.ts'

/**
 * Paints trials as the session's worker paints strokes: through the same smoothing and picking up of colour. A pad is told at most
 * once a turn of `later`, and always as it is at last.
 */
export class TrialDesk {
  private readonly reply: (reply: TrialReply) => void
  private readonly later: (work: () => void) => void
  private pad: { readonly sheet: TrialSheet; readonly desk: StrokeDesk } | undefined
  private isTelling = false

  constructor(reply: (reply: TrialReply) => void, later: (work: () => void) => void) {
    this.reply = reply
    this.later = later
  }

  handle(message: TrialMessage): void {
    switch (message.kind) {
      case 'paint':
        return this.reply({ kind: 'painted', id: message.id, ...paintTrial(message.stroke) })
      case 'pad': {
        const sheet = new TrialSheet(message.width, message.height)
        this.pad?.desk.end()
        this.pad = { sheet, desk: deskOn(sheet) }
        return this.tellPad()
      }
      case 'pad-begin':
        this.pad?.desk.begin({ layer: 1, zoom: 1, ...message })
        return this.tellPad()
      case 'pad-points':
        this.pad?.desk.add(message.points)
        return this.tellPad()
      case 'pad-end':
        this.pad?.desk.end()
        return this.tellPad()
      case 'pad-clear':
        this.pad?.desk.end()
        this.pad?.sheet.clear()
        return this.tellPad()
    }
  }

  private tellPad(): void {
    if (this.isTelling) return
    this.isTelling = true
    this.later(() => {
      this.isTelling = false
      if (this.pad !== undefined) this.reply({ kind: 'pad', ...pixelsOf(this.pad.sheet) })
    })
  }
}

function paintTrial({ width, height, boxes, brush, points }: TrialStroke): TrialPixels {
  const sheet = new TrialSheet(width, height)
  for (const box of boxes) sheet.fillBox(box.left, box.top, box.width, box.height, box.color)
  const desk = deskOn(sheet)
  desk.begin({ layer: 1, brush, steadiness: 0, zoom: 1, points: points.slice(0, 1) })
  desk.add(points.slice(1))
  desk.end()
  return pixelsOf(sheet)
}

function deskOn(sheet: TrialSheet): StrokeDesk {
  const hand: StrokeHand = {
    beginStroke(_layer, brush, samples) {
      sheet.beginStroke(brush, samples)
      return { kind: 'taken' }
    },
    addSamples: (samples) => sheet.addSamples(samples),
    endStroke: () => sheet.endStroke(),
    undo: () => sheet.clear(),
    pixelSource: (): PixelSource => sheet.pixels,
  }
  return new StrokeDesk(() => hand)
}

function pixelsOf(sheet: TrialSheet): TrialPixels {
  return { width: sheet.width, height: sheet.height, rgba: sheet.toRgba() }
}
