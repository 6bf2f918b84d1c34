// Sentences that were made elsewhere (the core, the host, the main process, another computer) come in English. Here they
// are said in the language of the window, at the place that shows them, so that nothing of the wire knows of languages.
//
// A template is an English sentence or fragment with slots, and what it becomes: `The layer “{name}” is locked.` A slot's
// text is handed on as it is, that of a slot with a star (`{*reason}`) is said in the language itself. What is no sentence
// of a template is taken apart at the ends of its sentences; what nobody knows stays as it is. A host of another version,
// or a hostile one, can say anything: the work for a sentence is bounded, and no pattern is ever searched with backtracking.

import { germanSpoken } from './german/spoken.ts'

/** English and what it becomes. */
export type SpokenPair = readonly [english: string, other: string]

interface Template {
  /** What stands before, between and after the slots. */
  readonly fixed: readonly string[]
  readonly slots: readonly Slot[]
  readonly other: string
}

interface Slot {
  readonly name: string
  readonly isSaid: boolean
}

/** Longer ones are nothing that Gesso says. */
const charactersMax = 1500
const sentencesMax = 12
const depthMax = 4
const rememberedMax = 200

const german = indexed(germanSpoken)
const remembered = new Map<string, string>()
let isGerman = false

/** Only for `speak`, which says in which language everything is. */
export function speakSentences(language: 'en' | 'de'): void {
  isGerman = language === 'de'
}

/** The sentence in the window's language, as far as it is known there; English is handed back as it is. */
export function sayInLanguage(english: string): string {
  if (!isGerman || english.length > charactersMax) return english
  const known = remembered.get(english)
  if (known !== undefined) return known
  const said = say(english, depthMax)
  if (remembered.size >= rememberedMax) remembered.clear()
  remembered.set(english, said)
  return said
}

/** Whether there is a template for all of it. */
export function isKnownSentence(english: string): boolean {
  return whole(english, 'anything', depthMax) !== undefined || inPieces(english, depthMax)?.isWhole === true
}

function say(english: string, depth: number): string {
  if (depth === 0) return english
  const strict = whole(english, 'one-sentence', depth)
  if (strict !== undefined) return strict
  const pieces = inPieces(english, depth)
  if (pieces?.isWhole === true) return pieces.said
  return whole(english, 'anything', depth) ?? pieces?.said ?? english
}

/** What a slot may hold: a name that looks like the end of a sentence must not swallow the next one if it need not. */
type SlotRule = 'one-sentence' | 'anything'

function whole(english: string, rule: SlotRule, depth: number): string | undefined {
  for (const template of candidates(english)) {
    const found = match(template, english)
    if (found === undefined) continue
    const isFit = template.slots.every(
      ({ isSaid }, at) => isSaid || rule === 'anything' || !found[at]!.includes('. '),
    )
    if (isFit) return fill(template, found, depth)
  }
  return undefined
}

/** The longest known runs of sentences, one after the other; undefined when there is one sentence, or too many. */
function inPieces(english: string, depth: number): { said: string; isWhole: boolean } | undefined {
  const sentences = english.split(/(?<=[.!?]) (?=\S)/)
  if (sentences.length === 1 || sentences.length > sentencesMax) return undefined
  const said: string[] = []
  let isWhole = true
  for (let from = 0; from < sentences.length;) {
    let to = sentences.length
    let piece: string | undefined
    // All of it was tried before.
    for (to -= from === 0 ? 1 : 0; to > from; to--) {
      piece = whole(sentences.slice(from, to).join(' '), 'one-sentence', depth)
      if (piece !== undefined) break
    }
    if (piece === undefined) isWhole = false
    said.push(piece ?? sentences[from]!)
    from = Math.max(to, from + 1)
  }
  return { said: said.join(' '), isWhole }
}

/** What the slots hold: every fixed part at its first place after the one before, the last one at the end. */
function match({ fixed, slots }: Template, english: string): readonly string[] | undefined {
  const last = fixed.at(-1)!
  if (!english.startsWith(fixed[0]!) || !english.endsWith(last)) return undefined
  if (slots.length === 0) return english === last ? [] : undefined
  const found: string[] = []
  let from = fixed[0]!.length
  for (let at = 0; at < slots.length; at++) {
    const isLast = at === slots.length - 1
    const end = isLast ? english.length - last.length : english.indexOf(fixed[at + 1]!, from + 1)
    if (end <= from) return undefined
    found.push(english.slice(from, end))
    from = end + fixed[at + 1]!.length
  }
  return found
}

function fill({ slots, other }: Template, found: readonly string[], depth: number): string {
  const values = new Map(
    slots.map(({ name, isSaid }, at) => [name, isSaid ? say(found[at]!, depth - 1) : withComma(found[at]!)]),
  )
  return other.replaceAll(/\{(\w+)\}/g, (_slot, name: string) => values.get(name) ?? '')
}

/** An amount as German writes it. */
function withComma(text: string): string {
  return text.replace(/^(\d{1,9})\.(\d)$/, '$1,$2')
}

interface Index {
  readonly byWord: ReadonlyMap<string, readonly Template[]>
  /** Those that begin with a slot. */
  readonly others: readonly Template[]
}

function candidates(english: string): readonly Template[] {
  return [...(german.byWord.get(firstWord(english)) ?? []), ...german.others]
}

/** The templates with the most words of their own first: they say the most about what they fit. */
function indexed(pairs: readonly SpokenPair[]): Index {
  const byWord = new Map<string, Template[]>()
  const others: Template[] = []
  for (const template of pairs.map(readTemplate).sort((a, b) => weight(b) - weight(a))) {
    const word = firstWord(template.fixed[0]!)
    // A first word that a slot cuts in two is not known.
    if (template.slots.length > 0 && !template.fixed[0]!.includes(' ')) others.push(template)
    else byWord.set(word, [...(byWord.get(word) ?? []), template])
  }
  return { byWord, others }
}

function readTemplate([english, other]: SpokenPair): Template {
  const slots = [...english.matchAll(/\{(\*?)(\w+)\}/g)].map(([, star, name]) => ({
    name: name!,
    isSaid: star !== '',
  }))
  return { fixed: english.split(/\{\*?\w+\}/), slots, other }
}

function weight({ fixed }: Template): number {
  return fixed.reduce((sum, part) => sum + part.length, 0)
}

function firstWord(text: string): string {
  return text.split(' ', 1)[0]!
}
