/** Groups digits by thin spaces: 48 211. */
export function formatCount(count: number): string {
  return String(Math.trunc(count)).replaceAll(/\B(?=(\d{3})+$)/g, '\u202f')
}

/** A size on its way: 900 B, 12 kB, 3.4 MB. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** How long ago, as one says it: 20 s ago, 5 h ago. */
export function formatAgo(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 3) return 'a moment ago'
  if (seconds < 100) return `${seconds} s ago`
  const minutes = Math.round(seconds / 60)
  if (minutes < 100) return `${minutes} min ago`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} h ago` : `${formatCount(Math.round(hours / 24))} days ago`
}

/** A size on a disk: 12 MB, 3.4 GB. */
export function formatSize(bytes: number): string {
  const units = ['kB', 'MB', 'GB', 'TB'] as const
  let amount = bytes / 1000
  let unit = 0
  while (amount >= 999.5 && unit < units.length - 1) {
    amount /= 1000
    unit += 1
  }
  const tenths = Math.round(amount * 10) / 10
  const shown =
    unit > 0 && tenths < 10 ? tenths : Math.max(Math.ceil(Math.min(1, amount)), Math.round(amount))
  return `${shown} ${units[unit]}`
}
