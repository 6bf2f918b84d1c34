/**
 * `now`, with every part that says the same as in `before` as the very object of `before`; `before` itself when all of it does.
 * What comes from a worker is a copy each time, and whoever shows a part of it would draw it anew. Plain data and bytes.
 */
export function keepSame<T>(before: T, now: T): T {
  return kept(before, now) as T
}

function kept(before: unknown, now: unknown): unknown {
  if (Object.is(before, now)) return before
  if (Array.isArray(before) && Array.isArray(now)) {
    const parts = now.map((part, at) => kept(before[at], part))
    const isSame = before.length === now.length && parts.every((part, at) => Object.is(part, before[at]))
    return isSame ? before : parts
  }
  if (!isPlain(before) || !isPlain(now)) return now
  const names = Object.keys(now)
  const parts = Object.fromEntries(names.map((name) => [name, kept(before[name], now[name])]))
  const isSame =
    names.length === Object.keys(before).length &&
    names.every((name) => name in before && Object.is(parts[name], before[name]))
  return isSame ? before : parts
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
