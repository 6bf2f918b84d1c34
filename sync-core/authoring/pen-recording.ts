/** One line of a recorded pen: seconds since the start, position in px, pressure 0..1 (0: the pen is lifted). */
export interface PenSample {
  readonly seconds: number
  readonly x: number
  readonly y: number
  readonly pressure: number
}

/** Reads a recording: four numbers a line, separated by spaces. Throws when a line is anything else. */
export function parsePenRecording(text: string): PenSample[] {
  return text
    .trim()
    .split('\n')
    .map((line, at) => {
      const [seconds = NaN, x = NaN, y = NaN, pressure = NaN, ...rest] = line.trim().split(/\s+/).map(Number)
      if (rest.length > 0 || ![seconds, x, y, pressure].every(Number.isFinite)) {
        throw new Error(`line ${at + 1} of the recording is not four numbers: ${line.slice(0, 80)}`)
      }
      return { seconds, x, y, pressure }
    })
}

/** The parts of a recording in which the pen is down. */
export function splitPenStrokes(samples: readonly PenSample[]): PenSample[][] {
  const strokes: PenSample[][] = []
  let isDown = false
  for (const sample of samples) {
    if (sample.pressure > 0) {
      if (!isDown) strokes.push([])
      strokes.at(-1)!.push(sample)
    }
    isDown = sample.pressure > 0
  }
  return strokes
}
