import { unreachable } from '../base/assert.ts'
import type { Sample } from './sample.ts'
import type { Operation } from './operation.ts'

/** One line for people who read a log or a dump: numbers in px and percent. */
export function describeOperation(operation: Operation): string {
  switch (operation.kind) {
    case 'stroke-begin': {
      const { tool, size, opacity, hardness, color, pressureSize, pressureOpacity } = operation.brush
      const words = [
        `begin ${tool} ${size / 16} px`,
        ...(tool === 'paint' ? [`#${color.toString(16).padStart(6, '0')}`] : []),
        `opacity ${percent(opacity)}${pressureOpacity ? ' by pressure' : ''}`,
        `hardness ${percent(hardness)}`,
        ...(pressureSize ? ['size by pressure'] : []),
        describeSamples(operation.samples),
      ]
      return words.join(', ')
    }
    case 'stroke-points':
      return `points, ${describeSamples(operation.samples)}`
    case 'end':
      return 'end'
    case 'undo':
    case 'redo':
      return `${operation.kind} stroke ${operation.stroke}`
    case 'close':
      return `close stroke of author ${operation.author}`
    default:
      return unreachable(operation)
  }
}

function percent(of255: number): string {
  return `${Math.round((of255 * 100) / 255)} %`
}

function describeSamples(samples: readonly Sample[]): string {
  const [first, last] = [samples[0], samples.at(-1)]
  if (first === undefined || last === undefined) return 'no samples'
  if (samples.length === 1) return `1 sample at ${first.x / 16},${first.y / 16}`
  return `${samples.length} samples from ${first.x / 16},${first.y / 16} to ${last.x / 16},${last.y / 16}`
}
