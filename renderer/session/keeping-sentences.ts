// Three words that mean exactly one thing each: durable is on the host's disk, saved is in a snapshot, uploaded is in S3. The
// status line shows one short phrase about them; who wants to know more gets the list.

import type { SessionState, UploadedState } from '../../sync-core/index.ts'
import { strings } from '../strings.ts'
import { sayInLanguage } from '../strings/spoken.ts'
import { clockTime, isBeforeFirstSave, savedWords, type StatusWords } from './status-sentences.ts'

/** The phrase for the status line. S3 away is said as long as it lasts; the moment that a copy takes is not. */
export function keepingWords(state: SessionState): StatusWords {
  const { uploaded, saved, you, health } = state
  const words = strings.status
  if (!health.writable && isUnsaved(state)) {
    const isHere = you?.role === 'host'
    return {
      text: isHere ? words.unsavedHere : words.unsavedAtHost,
      hint: `${sayInLanguage(health.sentence)} ${words.unsavedHint}`.trim(),
      tone: 'warning',
    }
  }
  if (uploaded === undefined) return savedWords(state)
  if (isAway(uploaded)) {
    const time = clockTime(uploaded.sinceMs)
    return {
      text: you?.role === 'host' ? words.notSavedToS3(time) : words.notSavedToS3AtHost(time),
      hint: `${sayInLanguage(uploaded.sentence)} ${words.notSavedToS3Hint}`,
      tone: 'warning',
    }
  }
  if (isBeforeFirstSave(state)) return { ...savedWords(state), hint: words.firstSaveInS3Hint }
  if (saved.kind === 'saved' && saved.sentence === '') {
    const hint = state.seq > saved.seq ? words.savedOlderInS3Hint : words.savedInS3Hint
    return { ...savedWords(state), hint }
  }
  if (saved.kind !== 'failed') return savedWords(state)
  return {
    text: words.notSavedUploaded(clockTime(saved.sinceMs)),
    hint: `${sayInLanguage(saved.sentence)} ${words.notSavedUploadedHint}`.trim(),
    tone: 'warning',
  }
}

function isUnsaved({ saved, seq }: SessionState): boolean {
  return saved.kind !== 'unknown' && saved.seq < seq
}

/** One of the three words, as the list has it. */
export interface KeepingRow {
  readonly name: 'durable' | 'saved' | 'uploaded'
  readonly word: string
  /** Up to which update. */
  readonly reach: string
  /** Since when, or since when not. */
  readonly time: string
  readonly meaning: string
  readonly tone: StatusWords['tone']
}

/** The list. `durableSinceMs` is when this window heard that the newest durable update is. */
export function keepingRows(state: SessionState, durableSinceMs: number | undefined): readonly KeepingRow[] {
  const words = strings.status
  const rows: KeepingRow[] = [
    {
      name: 'durable',
      word: words.durable,
      reach: reachOf(state.durableSeq),
      time:
        durableSinceMs === undefined || state.durableSeq === 0
          ? ''
          : words.sinceTime(clockTime(durableSinceMs)),
      meaning: words.durableMeaning,
      tone: state.health.writable ? known(state, 'good') : 'warning',
    },
    savedRow(state),
  ]
  const { uploaded } = state
  if (uploaded === undefined) return rows
  const time = clockTime(uploaded.sinceMs)
  const isBehind = uploaded.state !== 'uploaded'
  // What a paused session has and S3 has not need never get there.
  const isCutOff = !state.health.writable && uploaded.seq < state.durableSeq
  const row: KeepingRow = {
    name: 'uploaded',
    word: words.uploadedWord,
    reach: reachOf(uploaded.seq),
    time: isAway(uploaded) ? words.notSinceTime(time) : words.sinceTime(time),
    meaning: words.uploadedMeaning,
    tone: isAway(uploaded) || isCutOff ? 'warning' : known(state, isBehind ? 'busy' : 'good'),
  }
  return [...rows, row]
}

function savedRow(state: SessionState): KeepingRow {
  const { saved } = state
  const words = strings.status
  const row = { name: 'saved', word: words.savedWord, meaning: words.savedMeaning } as const
  if (saved.kind === 'unknown') return { ...row, reach: words.nothingYet, time: '', tone: 'unknown' }
  const time = clockTime(saved.sinceMs)
  if (saved.seq === 0 && saved.kind !== 'failed')
    return { ...row, reach: words.nothingYet, time: '', tone: savedWords(state).tone }
  return {
    ...row,
    reach: reachOf(saved.seq),
    time: saved.kind === 'failed' ? words.notSinceTime(time) : words.sinceTime(time),
    tone: savedWords(state).tone,
  }
}

function reachOf(seq: number): string {
  return seq === 0 ? strings.status.nothingYet : strings.status.upTo(seq)
}

function isAway({ state, sentence }: UploadedState): boolean {
  return state === 'waiting' && sentence !== ''
}

/** While the host is away nothing that only it can know is good. */
function known({ connection }: SessionState, tone: StatusWords['tone']): StatusWords['tone'] {
  return connection.kind === 'connected' || connection.kind === 'catching-up' ? tone : 'unknown'
}
