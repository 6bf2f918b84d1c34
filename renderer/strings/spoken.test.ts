import { parseAst } from 'vite'
import fc from 'fast-check'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { speak } from '../strings.ts'
import { germanSpoken } from './german/spoken.ts'
import { isKnownSentence, sayInLanguage } from './spoken.ts'

const inGerman = (sentence: string): string => {
  speak('de')
  return sayInLanguage(sentence)
}

afterEach(() => speak('en'))

/** Every text in the sources: literals with `{}` for what is put in, concatenated ones joined. */
function* textsOf(file: string): Generator<{ readonly text: string; readonly thrownBy: string | undefined }> {
  const ast: unknown = parseAst(readFileSync(file, 'utf8'), { lang: file.endsWith('x') ? 'tsx' : 'ts' })
  const queue: { node: unknown; thrownBy: string | undefined }[] = [{ node: ast, thrownBy: undefined }]
  for (let at = 0; at < queue.length; at++) {
    const { node, thrownBy } = queue[at]!
    if (!isNode(node)) continue
    const text = textOf(node)
    if (text !== undefined) yield { text, thrownBy }
    const named = thrower(node)
    for (const [key, child] of Object.entries(node)) {
      const heir = named !== undefined && key === 'arguments' ? named : passesOn(node) ? thrownBy : undefined
      for (const one of Array.isArray(child) ? (child as unknown[]) : [child])
        queue.push({ node: one, thrownBy: heir })
    }
  }
}

interface Node {
  readonly type?: string
  readonly [key: string]: unknown
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

function textOf(node: Node): string | undefined {
  if (node.type === 'Literal') return typeof node['value'] === 'string' ? node['value'] : undefined
  if (node.type === 'TemplateLiteral') {
    const quasis = node['quasis'] as readonly { readonly value: { readonly cooked: string } }[]
    return quasis.map(({ value }) => value.cooked).join('{}')
  }
  if (node.type !== 'BinaryExpression' || node['operator'] !== '+') return undefined
  const sides = [node['left'], node['right']].map((side) => textOf(side as Node))
  return sides.every((side) => side === undefined) ? undefined : sides.map((side) => side ?? '{}').join('')
}

/** The one who says a sentence to people: `StorageError`, `ProtocolError`, `refuse`, `refused`. */
function thrower(node: Node): string | undefined {
  if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return undefined
  const { name } = node['callee'] as { readonly name?: string }
  return name !== undefined && /^(StorageError|ProtocolError|refused?)$/.test(name) ? name : undefined
}

const passesOn = ({ type }: Node): boolean => type === 'ConditionalExpression'

function* sourcesIn(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      if (!/^(testing|kernel|strings|inspect|postgres)$/.test(entry.name)) yield* sourcesIn(path)
    } else if (/\.tsx?$/.test(path) && !/\.test\.tsx?$|kernel-wasm|\.d\.ts$/.test(path)) yield path
  }
}

const root = join(import.meta.dirname, '../..')
const texts = ['sync-core', 'electron', 'renderer'].flatMap((room) =>
  [...sourcesIn(join(root, room))].flatMap((file) =>
    [...textsOf(file)].map((found) => ({ ...found, file: file.slice(root.length + 1) })),
  ),
)

/** Sentences that no person reads in ordinary use, each with its reason. */
const developersOnly: readonly (readonly [text: RegExp, reason: string])[] = [
  [/^sync-core\/node\/relay\/relay-server/, 'read by whoever runs a relay'],
  [/: [a-z]/, 'why something is damaged, inside of a sentence that is known'],
  [/: \{\} is \{\}; allowed are /, 'a brush that no window makes'],
  [/^sync-core\/raster\//, 'bytes that only a broken or hostile peer sends'],
  [/^sync-core\/pictures\/memory-store/, 'a store of tests and trials'],
  [/^sync-core\/base\/picture-id/, 'a name that no window gives'],
  [
    /^sync-core\/pictures\/picture-history/,
    'read by tools; the copy of unsaved work has a sentence of its own',
  ],
  [/^sync-core\/journal\/(segment-reader|stream-storage)/, 'parts of the journal that only Gesso names'],
  [/^sync-core\/replica\/own-updates/, 'a host that counts wrongly'],
  [/host-talk.*: (The host said|A message of the host)/, 'a host that does not speak as Gesso does'],
  [/: Update (\{\}) came, but/, 'a peer that counts wrongly'],
  [/: (Updates|A line of the chat) came before the welcome/, 'a peer that does not wait'],
  [/client.*: (A message of|A \{\} is not|This connection asked|No hello)/, 'a peer that is not Gesso'],
  [/inspect-scheduler.*: --heap/, 'a command line'],
  [/headless\/(admin-|headless-host)/, 'who looks after a server reads it there'],
  [/session-router.*: (A message of|A hello is|A \{\} is not|No hello)/, 'a peer that is not Gesso'],
]

describe('sentences from elsewhere', () => {
  it('[UI193] are said in German with what they name', () => {
    expect(
      inGerman(
        'The disk is full: Gesso could not write the journal in /home/ada. Make room on that disk; Gesso tries again by itself.',
      ),
    ).toBe(
      'Die Festplatte ist voll: Gesso konnte in /home/ada das Journal nicht schreiben. Bitte dort Platz schaffen; Gesso versucht es von selbst wieder.',
    )
    expect(
      inGerman(
        'Gesso could not list the bucket “art” at https://s3.example.org:9000: nothing answers there (ECONNREFUSED). Check the endpoint and the network.',
      ),
    ).toBe(
      'Gesso konnte Bucket „art“ bei https://s3.example.org:9000 nicht auflisten: Dort antwortet nichts (ECONNREFUSED). Bitte Endpunkt und Netzwerk prüfen.',
    )
    expect(inGerman('The layer “Sea. Or not” is locked. Unlock it to paint on it.')).toBe(
      'Die Ebene „Sea. Or not“ ist gesperrt. Zum Malen bitte entsperren.',
    )
    expect(inGerman('Saving the picture: 1.2 of about 3.4 MB are written.')).toBe(
      'Das Bild wird gespeichert: 1,2 von etwa 3,4 MB sind geschrieben.',
    )
  })

  it('[UI193] several in a row are said one after the other; what nobody knows stays as it is', () => {
    expect(inGerman('This picture is not there any more. So be it. This session has ended.')).toBe(
      'Dieses Bild ist nicht mehr da. So be it. Diese Sitzung ist zu Ende.',
    )
    expect(inGerman('Quite another thing.')).toBe('Quite another thing.')
    expect(inGerman('')).toBe('')
    speak('en')
    expect(sayInLanguage('This session has ended.')).toBe('This session has ended.')
  })

  it('[UI194] anything may come: an answer is given in bounded work, and what is too long is left alone', () => {
    speak('de')
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.constantFrom(...germanSpoken.flatMap(([english]) => english.split(/\{\*?\w+\}/))),
            fc.string(),
          ),
          { maxLength: 30 },
        ),
        (parts) => {
          expect(typeof sayInLanguage(parts.join(' '))).toBe('string')
        },
      ),
    )
    const long = 'This session has ended. '.repeat(200)
    expect(sayInLanguage(long)).toBe(long)
    const nested = 'This session stopped: '.repeat(9)
    expect(inGerman(nested)).toBe(
      `${'Diese Sitzung ist stehen geblieben: '.repeat(4)}${'This session stopped: '.repeat(5)}`,
    )
  })

  it('[UI195] every template stands in the sources, and both sides have the same slots', () => {
    const all = texts.map(({ text }) => text).join('\n')
    const gone = germanSpoken
      .flatMap(([english]) => english.split(/\{\*?\w+\}/))
      .filter((part) => !all.includes(part.trim()))
    expect(gone).toEqual([])
    const slots = (text: string): readonly string[] =>
      [...text.matchAll(/\{\*?(\w+)\}/g)].map(([, name]) => name!).sort()
    for (const [english, other] of germanSpoken)
      expect([english, slots(other)]).toEqual([english, slots(english)])
    expect(new Set(germanSpoken.map(([english]) => english)).size).toBe(germanSpoken.length)
  })

  it('[UI195] every refusal and every trouble of storage has a template, unless only developers read it', () => {
    const untold = texts
      .filter(({ thrownBy, text }) => thrownBy !== undefined && / .* /.test(text))
      .filter(({ text }) => !isKnownSentence(text.replaceAll('{}', 'x7').trim()))
      .map(({ file, text }) => `${file}: ${text}`)
    expect(untold.filter((found) => !developersOnly.some(([text]) => text.test(found)))).toEqual([])
    for (const [text] of developersOnly)
      expect([text, untold.some((found) => text.test(found))]).toEqual([text, true])
  })
})
