// What a process has in its memory, as text: two that rest with the same memory go on alike, however they came there. Walks the
// fields of the units; ports, functions and promises are left out, for they are the same in every life, and so is what only counts.

/**
 * Counters and notes, and a rate far above what is explored: no decision depends on them. What a unit is made with never changes,
 * and the loops do not run: the explorer begins their steps.
 */
const uncounted: ReadonlySet<string> = new Set([
  'metrics',
  'tokens',
  'watches',
  'options',
  'surroundings',
  'limits',
  'loops',
])

/** Compared with what it was when a read began, and so nothing to a process that reads nothing. */
const comparedOnly = 'writes'

/** `nameOf`: an object that is not looked into has a name. */
export function memoryDigest(
  root: object,
  nameOf: (value: object) => string | undefined,
  isResting: boolean,
): string {
  const seen = new Map<object, number>()
  let text = ''
  const walk = (value: unknown): void => {
    if (typeof value === 'function') return void (text += 'f ')
    if (typeof value !== 'object' || value === null) return void (text += `${typeof value}:${String(value)} `)
    const name = value instanceof Promise ? 'promise' : nameOf(value)
    if (name !== undefined) return void (text += `${name} `)
    const known = seen.get(value)
    if (known !== undefined) return void (text += `#${known} `)
    seen.set(value, seen.size)
    if (ArrayBuffer.isView(value)) {
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
      return void (text += `bytes:${bytes.join()} `)
    }
    if (value instanceof Error) return void (text += `${value.name}:${value.message} `)
    text += '( '
    walkFields(value)
    text += ') '
  }
  const walkFields = (value: object): void => {
    if (value instanceof Map) {
      for (const [key, part] of value) {
        walk(key)
        walk(part)
      }
    } else if (value instanceof Set || Array.isArray(value)) {
      for (const part of value) walk(part)
    } else {
      for (const name of Object.keys(value)) {
        if (uncounted.has(name) || (isResting && name === comparedOnly)) continue
        text += `${name} `
        walk(value[name as keyof typeof value])
      }
    }
  }
  walk(root)
  return text
}
