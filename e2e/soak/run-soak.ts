// `npm run soak -- --minutes M --clients N [--seed S]`: a host as the desktop runs it, and N people who join, draw, take back,
// leave, are cut off and come back at random. Closes with one line: how the host's memory went, and whether everybody has the
// same picture; exits with 1 unless they have and memory is flat.

import { isFlat, memorySlope, type MemoryAt } from './memory-slope.ts'
import { soak, type SoakWords } from './soak.ts'

process.exitCode = await main(process.argv.slice(2))

async function main(argv: readonly string[]): Promise<number> {
  const words = readWords(argv)
  if (typeof words === 'string') {
    console.error(words)
    return 2
  }
  const { held, resident, end } = await soak(words)
  const deeds = Object.entries(end.deeds).map(([deed, times]) => `${times} ${deed}`)
  console.log(`${deeds.join(', ')}; seed ${words.seed}`)
  for (const failure of end.failures) console.log(`somebody was sent away: ${failure}`)
  if (end.restless > 0) console.log(`${end.restless} people did not come to rest`)
  const isEqual = end.pictures.length === 1 && end.restless === 0 && end.failures.length === 0
  const memories = [describe('held', held), describe('resident', resident)]
  const hashes = isEqual ? `all ${words.clients} hashes equal` : `${end.pictures.length} different pictures`
  const isGrowing = memories.some(({ flat }) => !flat)
  console.log(`${memories.map(({ text }) => text).join(', ')}; ${isGrowing ? 'not flat' : 'flat'}; ${hashes}`)
  return isEqual && !isGrowing ? 0 : 1
}

function describe(what: string, moments: readonly MemoryAt[]): { text: string; flat: boolean } {
  const slope = memorySlope(moments)
  const hours = moments.at(-1)!.hours - moments[0]!.hours
  const [perHour, error] = [slope.megabytesPerHour, slope.error].map((value) => value.toFixed(1))
  const last = moments.at(-1)!.megabytes.toFixed(0)
  return { text: `memory ${what} ${last} MB, ${perHour} ± ${error} MB/h`, flat: isFlat(slope, hours) }
}

/** The words of the command line, or what is wrong with them. */
function readWords(argv: readonly string[]): SoakWords | string {
  const values = new Map<string, number>()
  for (let i = 0; i < argv.length; i += 2) {
    const [name, value] = [argv[i]!, argv[i + 1]]
    if (!['--minutes', '--clients', '--seed'].includes(name) || !/^\d+(\.\d+)?$/.test(value ?? '')) {
      return `The soak knows --minutes M, --clients N and --seed S, all numbers, not “${name} ${value ?? ''}”.`
    }
    values.set(name, Number(value))
  }
  const [minutes, clients] = [values.get('--minutes') ?? 10, values.get('--clients') ?? 50]
  const seed = values.get('--seed') ?? Math.floor(Math.random() * 1e6)
  if (minutes <= 0) return '--minutes is more than 0.'
  if (!Number.isInteger(clients) || clients < 1 || clients > 200)
    return `--clients is a whole number from 1 to 200, not ${clients}.`
  return { minutes, clients, seed }
}
