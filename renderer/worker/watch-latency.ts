import { limits } from '../../sync-core/index.ts'
import { LatencyMeter } from './latency-meter.ts'

/** Measures the way to the host for as long as the worker lives, and tells what changed: at most once in `pingEveryMs`. */
export function watchLatency(ports: {
  readonly isConnected: () => boolean
  readonly ping: (number: number) => void
  readonly onLatency: (ms: number | undefined) => void
}): { readonly handlePong: (number: number) => void } {
  const meter = new LatencyMeter()
  let told: number | undefined
  const tell = (ms: number | undefined): void => {
    if (ms === told) return
    told = ms
    ports.onLatency(ms)
  }
  setInterval(() => {
    if (ports.isConnected()) return ports.ping(meter.begin(performance.now()))
    meter.reset()
    tell(undefined)
  }, limits.pingEveryMs)
  return {
    handlePong(number) {
      const ms = meter.handlePong(number, performance.now())
      if (ms !== undefined) tell(ms)
    },
  }
}
