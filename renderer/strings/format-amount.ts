// Amounts as one reads them, in the language in use. `speakAmounts` is called with the catalogue's language, by `speak` alone.

interface AmountWords {
  readonly decimal: string
  readonly moment: string
  readonly ago: (amount: string) => string
  readonly days: (amount: string) => string
}

const words = {
  en: {
    decimal: '.',
    moment: 'a moment ago',
    ago: (amount) => `${amount} ago`,
    days: (amount) => `${amount} days ago`,
  },
  de: {
    decimal: ',',
    moment: 'gerade eben',
    ago: (amount) => `vor ${amount}`,
    days: (amount) => `vor ${amount} Tagen`,
  },
} as const satisfies Record<string, AmountWords>

let spoken: AmountWords = words.en

export function speakAmounts(language: keyof typeof words): void {
  spoken = words[language]
}

/** Groups digits by thin spaces: 48 211. */
export function formatCount(count: number): string {
  return String(Math.trunc(count)).replaceAll(/\B(?=(\d{3})+$)/g, '\u202f')
}

/** A size on its way: 900 B, 12 kB, 3.4 MB, in German 3,4 MB. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`
  return `${withTenths((bytes / 1_000_000).toFixed(1))} MB`
}

/** How long ago, as one says it: 20 s ago, vor 5 h. */
export function formatAgo(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 3) return spoken.moment
  if (seconds < 100) return spoken.ago(`${seconds} s`)
  const minutes = Math.round(seconds / 60)
  if (minutes < 100) return spoken.ago(`${minutes} min`)
  const hours = Math.round(minutes / 60)
  return hours < 48 ? spoken.ago(`${hours} h`) : spoken.days(formatCount(Math.round(hours / 24)))
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
  return `${withTenths(String(shown))} ${units[unit]}`
}

function withTenths(amount: string): string {
  return amount.replace('.', spoken.decimal)
}
