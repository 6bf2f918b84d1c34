import { choicesOf } from './choices.ts'
import { explored } from './ports.ts'
import type { Choice } from './explored-types.ts'
import type { State } from './world-states.ts'
import type { Move, World } from './world.ts'

/** A way through the world as lines for people: when, who, what, and what came of it. */
export async function printWay(world: World, way: readonly number[]): Promise<string> {
  const lines: string[] = []
  let state = await world.start()
  for (const at of way) {
    const choice = choicesOf(world, state)[at]!
    const move = await world.take(state, choice)
    const seconds = ((state[5]! - world.scene.startMs) / 1000).toFixed(0).padStart(6)
    lines.push(`${seconds} s  ${told(world, state, choice, move)}`)
    state = move.state
  }
  return lines.join('\n')
}

function told(world: World, state: State, choice: Choice, move: Move): string {
  switch (choice.kind) {
    case 'advance':
      return 'time goes on'
    case 'world':
      return choice.name
    case 'begin':
      return `host ${choice.process} begins ${choice.step}${ends(move)}`
    case 'answer': {
      const call = world.calls(state, choice.process)[choice.call]!
      const asked = `${call.store}.${call.method}${short(call.args)}`
      const answer = move.call === undefined ? '' : ` = ${short(move.call.answer)}`
      const fault = { '': '', before: ', which fails', after: ', whose answer is lost' }[choice.fault]
      return `host ${choice.process} ${call.step}: ${asked}${answer}${fault}${ends(move)}`
    }
    default:
      return `host ${choice.process} ${{ crash: 'dies', boot: 'starts', stall: 'stands still', wake: 'goes on' }[choice.kind]}`
  }
}

function ends({ ended = [] }: Move): string {
  return ended
    .map(({ step, failed, outcome }) => ` (${step} ${failed ? `failed: ${outcome}` : 'ended'})`)
    .join('')
}

/** Bytes and long lists say little. */
function short(text: string): string {
  const plain = text
    .replaceAll(/\{"\$":"bytes","text":"(?:[^"\\]|\\.)*"\}/g, 'bytes')
    .replaceAll('{"$":"undefined"}', 'nothing')
    .replaceAll('"', '')
    .replaceAll(explored, 'P')
  return plain.length > 160 ? `${plain.slice(0, 160)}…` : plain
}
