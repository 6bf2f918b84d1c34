// What a process has in its memory, as text: two that rest with the same memory go on alike, however they came there. Walks the
// fields of the units; ports, functions and promises are left out, for they are the same in every life, and so is what only counts.

/** Counters and notes, and a rate far above what is explored: no decision depends on them. */
const uncounted: ReadonlySet<string> = new Set(['metrics', 'tokens', 'watches'])

/** `apart`: objects that are not looked into. */
export function memoryDigest(root: object, apart: ReadonlySet<object>): string {
  const seen = new Map<object, number>()
  const parts: string[] = []
  const walk = (value: unknown): void => {
    if (typeof value === 'function') return void parts.push('f')
    if (typeof value !== 'object' || value === null)
      return void parts.push(`${typeof value}:${String(value)}`)
    if (apart.has(value)) return void parts.push('port')
    if (value instanceof Promise) return void parts.push('promise')
    const known = seen.get(value)
    if (known !== undefined) return void parts.push(`#${known}`)
    seen.set(value, seen.size)
    if (ArrayBuffer.isView(value))
      return void parts.push(
        `bytes:${Array.from(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)).join()}`,
      )
    if (value instanceof Error) return void parts.push(`${value.name}:${value.message}`)
    parts.push('(')
    for (const [name, part] of fieldsOf(value)) {
      if (uncounted.has(name)) continue
      parts.push(name)
      walk(part)
    }
    parts.push(')')
  }
  walk(root)
  return parts.join(' ')
}

function fieldsOf(value: object): readonly (readonly [string, unknown])[] {
  if (value instanceof Map)
    return [...value].flatMap(([key, part], at) => [
      [`k${at}`, key],
      [`v${at}`, part],
    ])
  if (value instanceof Set) return [...value].map((part, at) => [`${at}`, part])
  return Object.entries(value)
}
