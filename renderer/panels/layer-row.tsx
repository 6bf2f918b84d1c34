import { CornerLeftDown, Eye, EyeOff, Grid2x2Check, Lock, LockOpen } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react'
import type { Layer, LayerField } from '../../sync-core/index.ts'
import { strings } from '../strings.ts'
import { toPercent } from '../tools/brush-settings.ts'
import { fitName } from '../tools/layer-answers.ts'
import type { Person } from '../stores/people-store.ts'
import { LayerPeople } from './layer-people.tsx'
import type { RowGrip } from './use-row-drag.ts'

interface LayerRowProps {
  readonly layer: Layer
  readonly isActive: boolean
  /** Commands change it together with others. */
  readonly isChosen: boolean
  readonly isDragged: boolean
  /** The others who have it in hand. */
  readonly people: readonly Person[]
  readonly grip: RowGrip
  readonly onChoose: (event: MouseEvent) => void
  readonly onKey: (event: KeyboardEvent) => void
  readonly onField: (field: LayerField) => void
}

/** One layer: eye, name, what is special about it, lock. A double click or F2 renames it in place. */
export function LayerRow({
  layer,
  isActive,
  isChosen,
  isDragged,
  people,
  grip,
  onChoose,
  onKey,
  onField,
}: LayerRowProps) {
  const [isRenaming, setIsRenaming] = useState(false)
  const nameButton = useRef<HTMLButtonElement>(null)
  const isByKey = useRef(false)
  useEffect(() => {
    if (!isRenaming && isByKey.current) nameButton.current?.focus()
    if (!isRenaming) isByKey.current = false
  }, [isRenaming])
  const words = strings.layers
  const { name, visible, locked, alphaLocked, clipped, blend, opacity } = layer
  const Look = visible ? Eye : EyeOff
  const Latch = locked ? Lock : LockOpen
  return (
    <div
      className="layer-row"
      role="row"
      aria-selected={isChosen}
      data-chosen={isChosen ? 'yes' : 'no'}
      data-active={isActive ? 'yes' : 'no'}
      data-visible={visible ? 'yes' : 'no'}
      data-dragged={isDragged ? 'yes' : 'no'}
    >
      <span role="gridcell">
        <RowButton
          label={visible ? words.hide(name) : words.show(name)}
          onClick={() => onField({ kind: 'visible', value: !visible })}
        >
          <Look size={16} strokeWidth={1.75} aria-hidden />
        </RowButton>
      </span>
      <span className="layer-label" role="gridcell">
        {clipped && <CornerLeftDown className="layer-clip" size={14} aria-label={words.clipped} />}
        {isRenaming ? (
          <NameField
            name={name}
            onName={(value) => {
              setIsRenaming(false)
              if (value !== undefined && value !== name) onField({ kind: 'name', value })
            }}
          />
        ) : (
          <button
            ref={nameButton}
            type="button"
            className="layer-name"
            aria-current={isActive}
            title={words.nameHint(name, words.modes[blend], toPercent(opacity))}
            onClick={onChoose}
            onDoubleClick={() => setIsRenaming(true)}
            onKeyDown={(event) => {
              if (event.key !== 'F2') return onKey(event)
              isByKey.current = true
              setIsRenaming(true)
            }}
            {...grip}
          >
            {name}
          </button>
        )}
        <LayerPeople people={people} />
        {alphaLocked && <Grid2x2Check className="layer-mark" size={14} aria-label={words.alphaLocked} />}
      </span>
      <span role="gridcell">
        <RowButton
          kind={locked ? 'on' : 'faint'}
          label={locked ? words.unlock(name) : words.lock(name)}
          onClick={() => onField({ kind: 'locked', value: !locked })}
        >
          <Latch size={14} strokeWidth={1.75} aria-hidden />
        </RowButton>
      </span>
    </div>
  )
}

interface RowButtonProps {
  readonly label: string
  /** A faint one is seen on the row under the pointer only. */
  readonly kind?: 'on' | 'faint'
  readonly onClick: () => void
  readonly children: ReactNode
}

function RowButton({ label, kind = 'on', onClick, children }: RowButtonProps) {
  return (
    <button
      type="button"
      className="icon-button icon-button-small layer-button"
      data-kind={kind}
      title={label}
      aria-label={label}
      onClick={onClick}
    >
      {children}
    </button>
  )
}

/** Enter and leaving the field take the name, Escape leaves it as it was. */
function NameField({ name, onName }: { name: string; onName: (name: string | undefined) => void }) {
  const [typed, setTyped] = useState(name)
  const field = useRef<HTMLInputElement>(null)
  const isDone = useRef(false)
  useEffect(() => field.current?.select(), [])
  const finish = (chosen: string | undefined): void => {
    // The field also loses the keyboard when it goes away.
    if (isDone.current) return
    isDone.current = true
    onName(chosen)
  }
  return (
    <input
      ref={field}
      className="text-input layer-name-field"
      aria-label={strings.layers.rename}
      value={typed}
      spellCheck={false}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => finish(fitName(typed))}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish(fitName(typed))
        if (event.key === 'Escape') finish(undefined)
      }}
    />
  )
}
