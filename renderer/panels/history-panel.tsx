import { useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import { Button } from '../controls/button.tsx'
import { useSession } from '../session/use-parts.ts'
import type { HistoryAction } from '../../sync-core/index.ts'
import { rowsOf } from '../stores/history-rows.ts'
import { strings } from '../strings.ts'
import { showBox } from '../canvas/show-box.ts'
import { Panel } from '../workspace/panel.tsx'
import { HistoryFilter } from './history-filter.tsx'
import { HistoryRow } from './history-row.tsx'
import { useThumbnails } from './use-thumbnails.ts'

/** Rows that are shown at first, and more with each press. */
const rowsAtOnce = 50

/** What everybody did in this session, and whose work is shown. */
export function HistoryPanel() {
  return (
    <Panel name="history" heading={strings.history.heading} grows>
      <HistoryFilter />
      <HistoryList />
    </Panel>
  )
}

function HistoryList() {
  const { bridge, viewStore, send } = useSession()
  const actions = useStore(bridge.history, (state) => state.actions)
  const thumbnails = useStore(bridge.history, (state) => state.thumbnails)
  const author = useStore(bridge.history, (state) => state.author)
  const you = useStore(bridge.store, ({ state }) => state.you?.author)
  const roster = useStore(bridge.store, ({ state }) => state.roster)
  const [shown, setShown] = useState(rowsAtOnce)
  const [reached, setReached] = useState<number>()
  const list = useRef<HTMLUListElement>(null)
  const rows = useMemo(
    () => rowsOf(author === undefined ? actions : actions.filter((action) => action.author === author)),
    [actions, author],
  )
  const some = useMemo(() => rows.slice(0, shown), [rows, shown])
  const listed = useMemo(() => some.map(({ action }) => action), [some])
  useThumbnails(list, listed, thumbnails, send)
  const inReach = listed.some(({ entry }) => entry === reached) ? reached : listed[0]?.entry
  const person = (number: number) => roster.find((one) => one.author === number)
  if (rows.length === 0) {
    const name = author === undefined ? undefined : person(author)?.name
    return <p className="dim">{name === undefined ? strings.history.none : strings.history.noneOf(name)}</p>
  }
  const isUndoable = ({ author: whose, stage }: HistoryAction): boolean =>
    whose === you && stage === 'undoable'
  return (
    <>
      <ul ref={list} className="history-list" aria-label={strings.history.list} onKeyDown={goWithKeys}>
        {some.map((row) => (
          <HistoryRow
            key={row.first.entry}
            row={row}
            person={person(row.action.author)}
            isYou={row.action.author === you}
            thumbnail={thumbnails.get(row.action.entry)}
            isInReach={row.action.entry === inReach}
            onReach={() => setReached(row.action.entry)}
            onShow={() => row.action.box !== undefined && showBox(viewStore, row.action.box)}
            onPoint={(isOver) => bridge.history.getState().point(isOver ? row.action : undefined)}
            onUndo={
              isUndoable(row.first)
                ? () => send({ kind: 'undo-down-to', action: row.first.action })
                : undefined
            }
          />
        ))}
      </ul>
      {rows.length > shown && (
        <Button look="quiet" onClick={() => setShown(shown + rowsAtOnce)}>
          {strings.history.more}
        </Button>
      )}
    </>
  )
}

/** Up and down from row to row, right to what can be done with one, left back. */
function goWithKeys(event: KeyboardEvent<HTMLUListElement>): void {
  const row = document.activeElement?.closest('li')
  const list = event.currentTarget
  const next = {
    ArrowDown: row?.nextElementSibling?.querySelector('button'),
    ArrowUp: row?.previousElementSibling?.querySelector('button'),
    Home: list.firstElementChild?.querySelector('button'),
    End: list.lastElementChild?.querySelector('button'),
    ArrowRight: row?.querySelector<HTMLButtonElement>('.icon-button'),
    ArrowLeft: row?.querySelector('button'),
  }[event.key]
  if (next === undefined || next === null) return
  event.preventDefault()
  event.stopPropagation()
  next.focus()
}
