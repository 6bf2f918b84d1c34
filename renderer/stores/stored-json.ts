// Small things that a browser remembers. Storage may be refused (private windows) or hold anything: both mean that
// nothing is remembered, and painting goes on.

/** What is stored under a key, when it is what `isExpected` accepts. */
export function readStored<T>(key: string, isExpected: (value: unknown) => value is T): T | undefined {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    return isExpected(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Remembers a value; returns whether it could. */
export function writeStored(key: string, value: unknown): boolean {
  try {
    localStorage.setItem(key, JSON.stringify(value))
    return true
  } catch {
    return false
  }
}
