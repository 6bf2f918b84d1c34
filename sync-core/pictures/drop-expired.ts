import type { HistoryRetention } from './picture-accessor.ts'
import type { HistoryEntry } from './snapshot-pages.ts'

/** Without the oldest that are not to be kept any longer. A snapshot with this horizon stays readable: its tail begins after it. */
export function dropExpired(
  entries: readonly HistoryEntry[],
  retention: HistoryRetention,
  { horizon, nowMs }: { readonly horizon: number; readonly nowMs: number },
): readonly HistoryEntry[] {
  if (!('keepMs' in retention)) return entries
  const isOld = ({ lastSeq, endedMs }: HistoryEntry): boolean =>
    lastSeq <= horizon && endedMs < nowMs - retention.keepMs
  const young = entries.findIndex((entry) => !isOld(entry))
  return young < 0 ? [] : entries.slice(young)
}
