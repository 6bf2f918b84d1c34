import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import type { HistoryAction } from '../../sync-core/index.ts'
import { showBox } from '../canvas/show-box.ts'
import { useSession } from '../session/use-parts.ts'
import { rowsOf, type HistoryRow as Row } from '../stores/history-rows.ts'
import { strings } from '../strings.ts'
import { HistoryRow } from './history-row.tsx'
import { rowsOnPage } from './rows-in-sight.ts'
import { useRowsInSight } from './use-rows-in-sight.ts'
import { useThumbnails } from './use-thumbnails.ts'

/** The height of a row in CSS px; the style sheet has the same. */
const rowPx = 48

/** Rows out of sight on either side that are there before they come into it. */
const spareRows = 6

const none: readonly HistoryAction[] = []

/** The actions, the newest first. Of thousands, only what is in sight is on the page. */
export function HistoryList() {
  const { bridge } = useSession()
  const actions = useStore(bridge.history, (state) => state.actions)
  const author = useStore(bridge.history, (state) => state.author)
  const roster = useStore(bridge.store, ({ state }) => state.roster)
  const rows = useMemo(
    () => rowsOf(author === undefined ? actions : actions.filter((action) => action.author === author)),
    [actions, author],
  )
  if (rows.length > 0) return <Rows rows={rows} />
  const name = roster.find((one) => one.author === author)?.name
  return <p className="dim">{name === undefined ? strings.history.none : strings.history.noneOf(name)}</p>
}

function Rows({ rows }: { readonly rows: readonly Row[] }) {
  const { bridge, viewStore, send } = useSession()
  const thumbnails = useStore(bridge.history, (state) => state.thumbnails)
  const you = useStore(bridge.store, ({ state }) => state.you?.author)
  const roster = useStore(bridge.store, ({ state }) => state.roster)
  const [reached, setReached] = useState<{ readonly entry: number; readonly by: 'focus' | 'key' }>()
  const box = useRef<HTMLDivElement>(null)
  const names = useMemo(() => rows.map(({ first }) => first.entry), [rows])
  const { span, isOnScreen } = useRowsInSight(box, rowPx, names)
  const inSight = useMemo(
    () => (isOnScreen ? rows.slice(span.first, span.end).map(({ action }) => action) : none),
    [rows, span, isOnScreen],
  )
  useThumbnails(inSight, thumbnails, send)

  const inReach = Math.max(0, reached === undefined ? 0 : names.indexOf(reached.entry))
  useEffect(() => {
    if (reached?.by !== 'key') return
    box.current?.querySelector<HTMLElement>(`[data-entry="${reached.entry}"] button`)?.focus()
  }, [reached])
  const isUndoable = ({ author, stage }: HistoryAction): boolean => author === you && stage === 'undoable'
  return (
    <div ref={box} className="history-scroll">
      <ul
        ref={(element) => element?.style.setProperty('--rows', String(rows.length))}
        className="history-list"
        aria-label={strings.history.list}
        onKeyDown={(event) => {
          const row = rowOf(event, inReach, rows.length)
          if (row === undefined) return goInRow(event)
          event.preventDefault()
          event.stopPropagation()
          setReached({ entry: names[row]!, by: 'key' })
        }}
      >
        {rowsOnPage(span, rows.length, spareRows, inReach).map((at) => {
          const row = rows[at]!
          const { action, first } = row
          return (
            <HistoryRow
              key={first.entry}
              row={row}
              place={{ at, of: rows.length }}
              person={roster.find((one) => one.author === action.author)}
              isYou={action.author === you}
              thumbnail={thumbnails.get(action.entry)}
              isInReach={at === inReach}
              onReach={() => setReached({ entry: first.entry, by: 'focus' })}
              onShow={() => action.box !== undefined && showBox(viewStore, action.box)}
              onPoint={(isOver) => bridge.history.getState().point(isOver ? action : undefined)}
              onUndo={
                isUndoable(first) ? () => send({ kind: 'undo-down-to', action: first.action }) : undefined
              }
            />
          )
        })}
      </ul>
    </div>
  )
}

/** Up and down from row to row, Home and End to the ends: the row that has the keyboard then. */
function rowOf({ key }: KeyboardEvent, now: number, rows: number): number | undefined {
  const row = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: rows - 1 }[key]
  return row === undefined || row < 0 || row >= rows || row === now ? undefined : row
}

/** Right to what can be done with a row, left back. */
function goInRow(event: KeyboardEvent<HTMLElement>): void {
  const row = document.activeElement?.closest('li')
  const next = {
    ArrowRight: row?.querySelector<HTMLButtonElement>('.icon-button'),
    ArrowLeft: row?.querySelector('button'),
  }[event.key]
  if (next === undefined || next === null) return
  event.preventDefault()
  event.stopPropagation()
  next.focus()
}
