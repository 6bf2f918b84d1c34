// A font in which every letter is the same box, made of nothing but these lines. Machines have different fonts, and draw
// the same font differently; with this one the same words take the same room everywhere, and their colour is still seen.

/** Units of the font to its size. */
const em = 1000
/** Near to that of the fonts that systems have. */
const advance = 560
const ascent = 930
const descent = 240
/** As high as a small letter, and so much wider than its room that no seam shows in a word, however edges are smoothed. */
const box = { left: -120, bottom: 0, right: advance + 120, top: 560 }

/** What the interface writes: Latin letters, dashes, quotation marks, arrows. Others come from the system's fonts. */
const written: readonly (readonly [first: number, last: number])[] = [
  [0x20, 0x17f],
  [0x2000, 0x22ff],
]
const spaces: ReadonlySet<number> = new Set([0x20, 0xa0])

/** The bytes of the font as a TrueType file. */
export function makeBoxFont(): Uint8Array {
  const glyph = boxGlyph()
  const tables: readonly (readonly [name: string, bytes: Buffer])[] = [
    ['OS/2', os2Table()],
    ['cmap', cmapTable()],
    ['glyf', glyph],
    ['head', headTable()],
    ['hhea', hheaTable()],
    ['hmtx', words(advance, box.left, advance, box.left, advance, 0)],
    ['loca', longs(0, glyph.length, glyph.length * 2, glyph.length * 2)],
    ['maxp', Buffer.concat([longs(0x10000), words(3, 4, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0)])],
    ['name', words(0, 0, 6)],
    ['post', longs(0x30000, 0, 0, 0, 0, 0, 0, 0)],
  ]
  // The first glyph, for what is not written, and the second are the same box; the third is a space.
  const whole = tables.map(([name, bytes]): [string, Buffer] => [
    name,
    name === 'glyf' ? Buffer.concat([bytes, bytes]) : bytes,
  ])
  return packTables(whole)
}

function packTables(tables: readonly (readonly [name: string, bytes: Buffer])[]): Uint8Array {
  const log = Math.floor(Math.log2(tables.length))
  const head = [longs(0x10000), words(tables.length, 16 << log, log, tables.length * 16 - (16 << log))]
  const bodies: Buffer[] = []
  let at = 12 + 16 * tables.length
  for (const [name, bytes] of tables) {
    head.push(Buffer.from(name, 'latin1'), longs(sumOf(bytes), at, bytes.length))
    const padded = Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)])
    bodies.push(padded)
    at += padded.length
  }
  return Buffer.concat([...head, ...bodies])
}

function sumOf(bytes: Buffer): number {
  const padded = Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)])
  let sum = 0
  for (let at = 0; at < padded.length; at += 4) sum = (sum + padded.readUInt32BE(at)) >>> 0
  return sum
}

function boxGlyph(): Buffer {
  const { left, bottom, right, top } = box
  const onCurve = 1
  const bytes = Buffer.concat([
    words(1, left, bottom, right, top, 3, 0),
    Buffer.from([onCurve, onCurve, onCurve, onCurve]),
    // Each corner from the one before.
    words(left, 0, right - left, 0, bottom, top - bottom, 0, bottom - top),
  ])
  return Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)])
}

/** Format 4: a segment for each range, with the number of the glyph for each letter. */
function cmapTable(): Buffer {
  const segments = [...written, [0xffff, 0xffff] as const]
  const glyphs = written.map(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, at) => (spaces.has(first + at) ? 2 : 1)),
  )
  const offsets = written.map((_, at) => {
    const before = glyphs.slice(0, at).reduce((sum, each) => sum + each.length, 0)
    return 2 * (segments.length - at + before)
  })
  const log = Math.floor(Math.log2(segments.length))
  const body = words(
    segments.length * 2,
    2 << log,
    log,
    segments.length * 2 - (2 << log),
    ...segments.map(([, last]) => last),
    0,
    ...segments.map(([first]) => first),
    ...segments.map((_, at) => (at === segments.length - 1 ? 1 : 0)),
    ...offsets,
    0,
    ...glyphs.flat(),
  )
  return Buffer.concat([words(0, 1, 3, 1), longs(12), words(4, body.length + 6, 0), body])
}

function headTable(): Buffer {
  const { left, bottom, right, top } = box
  return Buffer.concat([
    longs(0x10000, 0x10000, 0, 0x5f0f3cf5),
    words(0, em),
    longs(0, 0, 0, 0),
    words(left, bottom, right, top, 0, 8, 2, 1, 0),
  ])
}

function hheaTable(): Buffer {
  return Buffer.concat([
    longs(0x10000),
    words(ascent, -descent, 0, advance, box.left, box.left, box.right, 1, 0, 0, 0, 0, 0, 0, 0, 3),
  ])
}

function os2Table(): Buffer {
  const last = 0x22ff
  return Buffer.concat([
    words(4, advance, 400, 5, 0),
    words(...Array.from({ length: 10 }, () => 0)),
    words(0),
    Buffer.alloc(10),
    longs(1, 0, 0, 0),
    Buffer.from('NONE', 'latin1'),
    words(0x40, 0x20, last, ascent, -descent, 0, ascent, descent),
    longs(1, 0),
    words(box.top, box.top, 0, 0x20, 1),
  ])
}

/** Big-endian 16-bit numbers, negative ones as two's complement. */
function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2)
  values.forEach((value, at) => bytes.writeUInt16BE(value & 0xffff, at * 2))
  return bytes
}

/** Big-endian 32-bit numbers. */
function longs(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  values.forEach((value, at) => bytes.writeUInt32BE(value >>> 0, at * 4))
  return bytes
}
