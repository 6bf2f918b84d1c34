// Which values something random ever had, field by field, so that a generator's claim to reach everything can be checked. What
// there is to reach is a table that the compiler holds against the type: a field that is added has to be named in it.

/**
 * What has to be seen of a type: of a boolean `both`, of a name all that are listed, of anything else `several` values (nothing at all is one
 * of them, where a field may be left out). A list stands for its elements, a union for each of its kinds.
 */
export type Wanted<T> = [T] extends [boolean]
  ? 'both'
  : [T] extends [string]
    ? string extends T
      ? 'several'
      : readonly T[] | 'several'
    : [T] extends [number | Uint8Array]
      ? 'several'
      : [T] extends [readonly (infer E)[]]
        ? Wanted<E>
        : [T] extends [{ readonly kind: string }]
          ? { readonly [K in T['kind']]: Wanted<Omit<Extract<T, { readonly kind: K }>, 'kind'>> }
          : { readonly [K in keyof T]-?: Wanted<NonNullable<T[K]>> }

type AnyWanted = 'both' | 'several' | readonly string[] | { readonly [name: string]: AnyWanted }

/** More are not told apart. */
const valuesKept = 40

export class SeenValues {
  private readonly values = new Map<string, Set<string>>()

  /** Looks at everything in it. What has a `kind` is a path of its own. */
  see(value: unknown, path = ''): void {
    if (Array.isArray(value)) {
      for (const each of value) this.see(each, path)
    } else if (value instanceof Uint8Array) this.note(path, `${value.length} bytes`)
    else if (typeof value === 'object' && value !== null) {
      const { kind, ...fields } = value as { readonly kind?: unknown }
      const own = typeof kind === 'string' ? `${path}/${kind}` : path
      this.note(path, 'there')
      this.note(own, 'there')
      for (const [field, inner] of Object.entries(fields)) this.see(inner, `${own}.${field}`)
    } else this.note(path, String(value))
  }

  /** What is wanted and was not seen, a line each. */
  missing(wanted: AnyWanted, path = ''): string[] {
    const values = this.values.get(path) ?? new Set<string>()
    if (wanted === 'several') return values.size > 1 ? [] : [`${path}: ${[...values].join()} only`]
    if (wanted === 'both') return this.missing(['true', 'false'], path)
    if (isList(wanted)) return wanted.filter((one) => !values.has(one)).map((one) => `${path}: never ${one}`)
    return Object.entries(wanted).flatMap(([name, inner]) => {
      const own = [`${path}/${name}`, `${path}.${name}`].find((one) => this.values.has(one))
      return own === undefined ? [`${path}: never any ${name}`] : this.missing(inner, own)
    })
  }

  private note(path: string, value: string): void {
    const values = this.values.get(path)
    if (values === undefined) this.values.set(path, new Set([value]))
    else if (values.size < valuesKept) values.add(value)
  }
}

function isList(wanted: Exclude<AnyWanted, string>): wanted is readonly string[] {
  return Array.isArray(wanted)
}
