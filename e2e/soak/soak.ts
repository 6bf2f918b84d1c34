import { inBenchFolder } from '../bench/bench-folder.ts'
import type { MemoryAt } from './memory-slope.ts'
import { soakLimits } from './roaming-client.ts'
import type { SoakRest } from './soak-process.ts'

export interface SoakWords {
  readonly minutes: number
  readonly clients: number
  readonly seed: number
}

export interface SoakResult {
  /** The host's memory after its garbage was collected, beyond the warming up. */
  readonly held: readonly MemoryAt[]
  readonly resident: readonly MemoryAt[]
  readonly end: SoakRest
}

const size = { width: 512, height: 384 }
/** Of the run: caches and pools fill, and everybody comes for the first time. */
const warmingUp = 1 / 3
const moments = 60
const restWithinMs = 120_000

/** Lets people come, draw, go and lose their networks at a real host, then all come to rest. */
export function soak({ minutes, clients, seed }: SoakWords): Promise<SoakResult> {
  return inBenchFolder(async (folder) => {
    const host = folder.startHost()
    const people = folder.startSoak()
    const place = await host.ask('open', { folder: await folder.newHostFolder(), size, limits: soakLimits })
    await people.ask('start', { place, count: clients, seed })
    const held: MemoryAt[] = []
    const resident: MemoryAt[] = []
    const begunMs = performance.now()
    const durationMs = minutes * 60_000
    for (let elapsedMs = 0; elapsedMs < durationMs; elapsedMs = performance.now() - begunMs) {
      await new Promise((resolve) => setTimeout(resolve, durationMs / moments))
      const { heldBytes, residentBytes } = await host.ask('readMemory', undefined)
      if (elapsedMs < warmingUp * durationMs) continue
      const hours = (performance.now() - begunMs) / 3_600_000
      held.push({ hours, megabytes: heldBytes / 1e6 })
      resident.push({ hours, megabytes: residentBytes / 1e6 })
    }
    await people.ask('rest', undefined)
    const restMs = performance.now()
    for (;;) {
      const end = await people.ask('readRest', undefined)
      const isAtRest = end.restless === 0 && end.pictures.length === 1
      if (isAtRest || performance.now() - restMs > restWithinMs) return { held, resident, end }
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  })
}
