import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { HostLogEntry } from '../../electron/ipc/contract.ts'
import { Button } from '../controls/button.tsx'
import { Segments } from '../controls/segments.tsx'
import { collectDiagnostics } from '../session/collect-diagnostics.ts'
import { copyText } from '../session/copy-text.ts'
import { gessoApi } from '../session/gesso-api.ts'
import { isFailure } from '../session/is-failure.ts'
import { logWords } from '../session/log-words.ts'
import { clockTime } from '../session/status-sentences.ts'
import { useApp } from '../session/use-parts.ts'
import type { RunningSession } from '../session/running-session.ts'
import { levelOf, type LogLevel } from '../stores/log-store.ts'
import { strings } from '../strings.ts'
import { sayInLanguage } from '../strings/spoken.ts'
import { SearchField } from './search-field.tsx'

const filters = ['all', 'troubles'] as const
type Filter = (typeof filters)[number]

interface Line {
  readonly key: string
  readonly atMs: number
  readonly level: LogLevel
  readonly place: 'window' | 'main'
  readonly sentence: string
  readonly times: number
}

/** How long the button says that it copied. */
const copiedShownMs = 2500

/** What happened in this window and in the process that hosts, the newest first. */
export function LogSheet({ session }: { readonly session: RunningSession | undefined }) {
  const app = useApp()
  const entries = useStore(app.logStore, (state) => state.entries)
  const [hostLog, setHostLog] = useState<readonly HostLogEntry[]>([])
  const [filter, setFilter] = useState<Filter>('all')
  const [query, setQuery] = useState('')
  const [done, setDone] = useState<'copied' | 'notCopied'>()
  const words = strings.log
  useEffect(() => {
    let isThere = true
    void readHostLog().then((read) => isThere && setHostLog(read))
    return () => {
      isThere = false
    }
  }, [])
  const copy = async (): Promise<void> => {
    const text = await collectDiagnostics(app, session, await readHostLog())
    setDone((await copyText(text)) ? 'copied' : 'notCopied')
    setTimeout(() => setDone(undefined), copiedShownMs)
  }
  const sought = query.trim().toLowerCase()
  const lines: readonly Line[] = [
    ...entries.map(({ atMs, times, event }, at): Line => ({
      key: `window ${at}`,
      atMs,
      times,
      level: levelOf(event),
      place: 'window',
      sentence: logWords(event, strings, sayInLanguage),
    })),
    ...hostLog.map((entry, at): Line => ({
      ...entry,
      key: `main ${at}`,
      times: 1,
      place: 'main',
      sentence: sayInLanguage(entry.sentence),
    })),
  ]
    .filter(({ level }) => filter === 'all' || level !== 'info')
    .filter(({ sentence }) => sentence.toLowerCase().includes(sought))
    .sort((a, b) => b.atMs - a.atMs)
  return (
    <div className="log">
      <p className="dim">{words.intro}</p>
      <div className="log-head">
        <Segments
          label={words.show}
          name="log-filter"
          value={filter}
          options={filters}
          words={words.filters}
          onValue={setFilter}
        />
        <SearchField label={words.search} value={query} onText={setQuery} />
        <Button look="primary" title={words.copyHint} onClick={() => void copy()}>
          <span aria-live="polite">{done === undefined ? words.copy : words[done]}</span>
        </Button>
      </div>
      {lines.length === 0 && <p className="dim">{words.none}</p>}
      <ol className="log-list" tabIndex={0} aria-label={words.heading}>
        {lines.map((line) => (
          <li key={line.key} className="log-line" data-level={line.level}>
            <time>{clockTime(line.atMs)}</time>
            <span className="log-level">{words.levels[line.level]}</span>
            <span className="log-place">{words.places[line.place]}</span>
            <span className="log-sentence">
              {line.sentence}
              {line.times > 1 && ` (${words.times(line.times)})`}
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}

async function readHostLog(): Promise<readonly HostLogEntry[]> {
  const answer = await gessoApi?.hostLog()
  return answer === undefined || isFailure(answer) ? [] : answer
}
