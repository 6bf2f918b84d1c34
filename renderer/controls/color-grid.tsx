import { useEffect, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react'
import { strings } from '../strings.ts'
import { toHex } from '../tools/color.ts'
import { moveColor, removeColor, stepInGrid, type PaletteColors } from '../tools/palette-colors.ts'
import { useCellDrag } from './use-cell-drag.ts'

interface ColorGridProps {
  readonly label: string
  readonly colors: PaletteColors
  readonly columns: number
  /** The colour in hand: it is marked. */
  readonly chosen: number
  readonly onColor: (color: number) => void
  readonly onColors: (colors: PaletteColors) => void
}

/**
 * The colours of a palette in rows. A press takes one, Alt and a press or Delete removes it, dragging or Alt and the arrow
 * keys move it; the arrow keys go from one to the next.
 */
export function ColorGrid({ label, colors, columns, chosen, onColor, onColors }: ColorGridProps) {
  const grid = useRef<HTMLDivElement>(null)
  const inHand = Math.max(
    0,
    colors.findIndex(({ color }) => color === chosen),
  )
  const [focused, setFocused] = useState<number>()
  const stop = Math.min(focused ?? inHand, colors.length - 1)
  // The keyboard goes with a colour that is moved, and to the next one when one is removed.
  const wantsKeyboard = useRef(false)
  useEffect(() => {
    if (wantsKeyboard.current) grid.current?.querySelectorAll<HTMLElement>('[role=option]')[stop]?.focus()
    wantsKeyboard.current = false
  }, [stop])

  const change = (next: PaletteColors): void => {
    const isSame = next.length === colors.length && next.every((each, at) => each === colors[at])
    if (!isSame) onColors(next)
  }
  const drag = useCellDrag(grid, columns, colors.length, (at, gap) => change(moveColor(colors, at, gap)))
  const goTo = (at: number): void => {
    wantsKeyboard.current = true
    setFocused(at)
    grid.current?.querySelectorAll<HTMLElement>('[role=option]')[at]?.focus()
  }
  const press = (event: MouseEvent, at: number): void => {
    const pressed = colors[at]
    if (pressed === undefined || drag.wasDrag()) return
    if (event.altKey) change(removeColor(colors, at))
    else onColor(pressed.color)
  }
  const handleKey = (event: KeyboardEvent, at: number): void => {
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault()
      wantsKeyboard.current = true
      setFocused(Math.max(0, Math.min(at, colors.length - 2)))
      return change(removeColor(colors, at))
    }
    const next = stepInGrid(at, event.key, columns, colors.length)
    if (next === undefined) return
    event.preventDefault()
    if (!event.altKey) return goTo(next)
    wantsKeyboard.current = true
    setFocused(next)
    change(moveColor(colors, at, next > at ? next + 1 : next))
  }
  return (
    <div
      ref={(element) => {
        grid.current = element
        element?.style.setProperty('--columns', String(columns))
      }}
      className="color-grid"
      role="listbox"
      aria-label={label}
      aria-orientation="horizontal"
    >
      {colors.map(({ color, name }, at) => (
        <Cell
          key={at}
          color={color}
          words={strings.palettes.color(name, toHex(color))}
          isChosen={color === chosen}
          isStop={at === stop}
          isDragged={at === drag.dragged}
          grip={drag.gripOf(at)}
          onFocus={() => setFocused(at)}
          onPress={(event) => press(event, at)}
          onKey={(event) => handleKey(event, at)}
        />
      ))}
      {drag.gap !== undefined && <DropMark {...drag.gap} />}
    </div>
  )
}

interface CellProps {
  readonly color: number
  readonly words: string
  readonly isChosen: boolean
  /** The Tab key comes here. */
  readonly isStop: boolean
  readonly isDragged: boolean
  readonly grip: ReturnType<ReturnType<typeof useCellDrag>['gripOf']>
  readonly onFocus: () => void
  readonly onPress: (event: MouseEvent) => void
  readonly onKey: (event: KeyboardEvent) => void
}

function Cell({ color, words, isChosen, isStop, isDragged, grip, onFocus, onPress, onKey }: CellProps) {
  return (
    <button
      type="button"
      role="option"
      className="swatch"
      tabIndex={isStop ? 0 : -1}
      title={strings.palettes.colorHint(words)}
      aria-label={words}
      aria-selected={isChosen}
      data-dragged={isDragged ? 'yes' : 'no'}
      ref={(element) => element?.style.setProperty('--dot', toHex(color))}
      onFocus={onFocus}
      onClick={onPress}
      onKeyDown={onKey}
      {...grip}
    />
  )
}

/** Between the two colours where the dragged one would be dropped. */
function DropMark({ row, column }: { readonly row: number; readonly column: number }) {
  return (
    <span
      className="color-drop-mark"
      aria-hidden
      ref={(element) => {
        element?.style.setProperty('--row', String(row))
        element?.style.setProperty('--column', String(column))
      }}
    />
  )
}
