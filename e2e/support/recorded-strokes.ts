import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parsePenRecording, splitPenStrokes } from '../../sync-core/authoring/pen-recording.ts'

/** One sample of a pen on a window: CSS px, pressure 0..1, and the time since the first sample of the painting. */
export interface PenPoint {
  readonly seconds: number
  readonly x: number
  readonly y: number
  readonly pressure: number
}

export type PenStroke = readonly PenPoint[]

export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const recording = resolve(import.meta.dirname, '../../sync-core/testing/data/painting30sec.dat')

/** The strokes of 30 seconds of a real pen, enlarged or reduced into the area. */
export function recordedStrokes(area: Area): PenStroke[] {
  const strokes = splitPenStrokes(parsePenRecording(readFileSync(recording, 'utf8')))
  const all = strokes.flat()
  const left = Math.min(...all.map(({ x }) => x))
  const top = Math.min(...all.map(({ y }) => y))
  const width = Math.max(...all.map(({ x }) => x)) - left
  const height = Math.max(...all.map(({ y }) => y)) - top
  const scale = Math.min(area.width / width, area.height / height)
  const x0 = area.x + (area.width - width * scale) / 2
  const y0 = area.y + (area.height - height * scale) / 2
  return strokes.map((stroke) =>
    stroke.map(({ seconds, x, y, pressure }) => ({
      seconds,
      x: x0 + (x - left) * scale,
      y: y0 + (y - top) * scale,
      pressure,
    })),
  )
}

/** A wave from left to right through the area, as a pen draws it in the given time. */
export function wave(area: Area, seconds = 0.5): PenStroke {
  const points = 60
  return Array.from({ length: points + 1 }, (_, at) => ({
    seconds: (seconds * at) / points,
    x: area.x + (area.width * at) / points,
    y: area.y + area.height * (0.5 + 0.4 * Math.sin((at / points) * 4 * Math.PI)),
    pressure: 0.25 + 0.5 * Math.sin((at / points) * Math.PI),
  }))
}
