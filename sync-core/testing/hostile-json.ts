import fc from 'fast-check'

// JSON that somebody else wrote, or damaged: any values, and valid ones in which several parts were replaced, removed, added,
// or taken from another.

type Slots = { readonly holder: Record<string, unknown>; readonly name: string }[]

/** Values as JSON.parse gives them. */
export function hostileJson(valid: readonly unknown[]): fc.Arbitrary<unknown> {
  const any = fc.oneof(fc.jsonValue(), oddValue)
  if (valid.length === 0) return any
  const edit = fc.tuple(
    fc.constantFrom('replace', 'remove', 'add', 'splice'),
    fc.nat(),
    oddName,
    any,
    fc.nat(),
  )
  const damaged = fc
    .tuple(fc.nat(valid.length - 1), fc.array(edit, { maxLength: 4 }))
    .map(([which, edits]): unknown => {
      const root: Record<string, unknown> = { value: structuredClone(valid[which]) }
      for (const [deed, place, name, odd, other] of edits) {
        // Later edits change it.
        const value = structuredClone(odd)
        const slots = slotsOf(root)
        const { holder, name: at } = slots[place % slots.length]!
        if (deed === 'replace') holder[at] = value
        else if (deed === 'remove' && holder !== root) delete holder[at]
        else if (deed === 'add') addTo(holder[at], name, value)
        else if (deed === 'splice') holder[at] = partOf(valid[other % valid.length], place)
      }
      return root['value']
    })
  return fc.oneof({ weight: 1, arbitrary: any }, { weight: 4, arbitrary: damaged })
}

/** Numbers, texts and nestings at the edges of what JSON can say. */
const oddValue = fc.constantFrom<unknown>(
  null,
  true,
  '',
  ' ',
  'x'.repeat(100_000),
  '\ud800',
  'a\nb\u0000',
  '__proto__',
  0,
  -1,
  0.5,
  256,
  65_536,
  2 ** 32,
  2 ** 53,
  1e308,
  Infinity,
  [],
  {},
  [[[[[[[[[]]]]]]]]],
  Array.from({ length: 300 }, (_, i) => i),
)
const oddName = fc.constantFrom('__proto__', 'constructor', 'toString', 'length', '0', '', 'more', 'value')

function addTo(to: unknown, name: string, value: unknown): void {
  if (typeof to !== 'object' || to === null) return
  // As JSON.parse does: a part of this name, never the object's prototype.
  Object.defineProperty(to, name === 'length' && Array.isArray(to) ? '0' : name, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  })
}

/** Every place of a value, the root's among them. */
function slotsOf(root: Record<string, unknown>): Slots {
  const slots: Slots = []
  const visit = (holder: Record<string, unknown>): void => {
    for (const name of Object.keys(holder)) {
      slots.push({ holder, name })
      const value = holder[name]
      if (typeof value === 'object' && value !== null && slots.length < 500) {
        visit(value as Record<string, unknown>)
      }
    }
  }
  visit(root)
  return slots
}

function partOf(value: unknown, place: number): unknown {
  const slots = slotsOf({ value: structuredClone(value) })
  const { holder, name } = slots[place % slots.length]!
  return holder[name]
}
