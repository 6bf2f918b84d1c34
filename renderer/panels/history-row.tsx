import { Undo2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { RosterPerson, Thumbnail } from '../../sync-core/index.ts'
import { IconButton } from '../controls/icon-button.tsx'
import { actionWords } from '../session/action-words.ts'
import { clockTime } from '../session/status-sentences.ts'
import type { HistoryRow as Row } from '../stores/history-rows.ts'
import { strings } from '../strings.ts'
import { toHex } from '../tools/color.ts'

interface HistoryRowProps {
  readonly row: Row
  /** Among all rows; not all of them are on the page. */
  readonly place: { readonly at: number; readonly of: number }
  readonly person: RosterPerson | undefined
  readonly isYou: boolean
  readonly thumbnail: Thumbnail | undefined
  readonly isInReach: boolean
  readonly onShow: () => void
  readonly onPoint: (isOver: boolean) => void
  readonly onReach: () => void
  /** Undoes one's own work down to here; undefined where that can't be done. */
  readonly onUndo: (() => void) | undefined
}

/** One action: what it looked like, who, what and when. */
export function HistoryRow(props: HistoryRowProps) {
  const { row, place, person, isYou, thumbnail, isInReach, onShow, onPoint, onReach, onUndo } = props
  const { action } = row
  const who = isYou ? strings.history.you : (person?.name ?? strings.history.somebody)
  const words = actionWords(action.what)
  const isUndone = action.stage === 'undone' || action.stage === 'dropped'
  const when =
    action.stage === 'open'
      ? strings.history.drawing
      : action.atMs === undefined
        ? strings.history.earlier
        : clockTime(action.atMs)
  const what = isUndone ? strings.history.undone(words) : words
  return (
    <li
      ref={(element) => element?.style.setProperty('--at', String(place.at))}
      data-entry={row.first.entry}
      data-undone={isUndone ? 'yes' : 'no'}
      aria-posinset={place.at + 1}
      aria-setsize={place.of}
    >
      <button
        type="button"
        className="history-action"
        title={action.box === undefined ? undefined : strings.history.show}
        aria-disabled={action.box === undefined}
        tabIndex={isInReach ? 0 : -1}
        onClick={onShow}
        onFocus={() => {
          onReach()
          onPoint(true)
        }}
        onBlur={() => onPoint(false)}
        onPointerEnter={() => onPoint(true)}
        onPointerLeave={() => onPoint(false)}
      >
        <ThumbnailPicture thumbnail={thumbnail} />
        <span className="history-words">
          <span className="history-who">
            <span
              className="person-dot"
              ref={(element) => element?.style.setProperty('--person', toHex(person?.color ?? 0x808080))}
            />
            <span className="person-name">{who}</span>
          </span>{' '}
          <span className="history-what">{what}</span>
        </span>{' '}
        <span
          className="history-when"
          title={action.atMs === undefined ? strings.history.earlierHint : undefined}
        >
          {when}
        </span>
      </button>
      {onUndo !== undefined && (
        <IconButton face={Undo2} look="small" label={strings.history.undoDownTo} onClick={onUndo} />
      )}
    </li>
  )
}

function ThumbnailPicture({ thumbnail }: { readonly thumbnail: Thumbnail | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (canvas.current === null || thumbnail === undefined) return
    const { width, height, pixels } = thumbnail
    canvas.current.width = width
    canvas.current.height = height
    const image = new ImageData(width, height)
    image.data.set(pixels)
    // Shrunk, a fine line is faint: it is shown more clearly than it is.
    for (let i = 3; i < pixels.length; i += 4) image.data[i] = Math.sqrt((pixels[i] ?? 0) * 255)
    canvas.current.getContext('2d')?.putImageData(image, 0, 0)
  }, [thumbnail])
  return (
    <span className="history-picture" data-empty={thumbnail === undefined ? 'yes' : 'no'} aria-hidden>
      {thumbnail !== undefined && <canvas ref={canvas} />}
    </span>
  )
}
