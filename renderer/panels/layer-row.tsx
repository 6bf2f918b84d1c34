import { CornerLeftDown, Eye, EyeOff, Grid2x2Check, Lock, LockOpen } from 'lucide-react'
import { memo, useRef, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react'
import { useStore } from 'zustand'
import type { Layer, LayerField, LayerId } from '../../sync-core/index.ts'
import { NameField } from '../controls/name-field.tsx'
import { useApp } from '../session/use-parts.ts'
import { strings } from '../strings.ts'
import { toPercent } from '../tools/brush-settings.ts'
import { fitName, shownName } from '../tools/layer-answers.ts'
import { LayerPeople } from './layer-people.tsx'
import { LayerThumbnail } from './layer-thumbnail.tsx'

/** What is done with the rows of a list: the same object for all of them, for as long as the list is there. */
export interface RowHandlers {
  readonly onChoose: (event: MouseEvent, id: LayerId) => void
  /** Ctrl and a press on the thumbnail. */
  readonly onThumbnail: (event: MouseEvent, id: LayerId) => void
  readonly onKey: (event: KeyboardEvent, id: LayerId) => void
  readonly onField: (id: LayerId, field: LayerField) => void
  readonly onRename: (id: LayerId, isBegun: boolean) => void
  readonly onMenu: (event: MouseEvent, id: LayerId) => void
}

interface LayerRowProps {
  readonly layer: Layer
  readonly isActive: boolean
  /** Commands change it together with others. */
  readonly isChosen: boolean
  readonly isDragged: boolean
  readonly isRenaming: boolean
  readonly handlers: RowHandlers
}

/** One layer: eye, thumbnail, name, what is special about it, lock. A double click on the name renames it in place. */
export const LayerRow = memo(function LayerRow(props: LayerRowProps) {
  const { layer, isActive, isChosen, isDragged, isRenaming, handlers } = props
  // A row that nothing else changes is drawn anew in another language.
  useStore(useApp().preferencesStore, (state) => state.language)
  const words = strings.layers
  const { id, visible, locked, alphaLocked, clipped, blend, opacity } = layer
  const name = shownName(layer.name)
  const Look = visible ? Eye : EyeOff
  const Latch = locked ? Lock : LockOpen
  // Tab goes through the row in hand only; arrows take another one.
  const reach = isActive ? 0 : -1
  return (
    <div
      className="layer-row"
      role="row"
      aria-selected={isChosen}
      data-layer={id}
      data-chosen={isChosen ? 'yes' : 'no'}
      data-active={isActive ? 'yes' : 'no'}
      data-visible={visible ? 'yes' : 'no'}
      data-dragged={isDragged ? 'yes' : 'no'}
      onClick={(event) => {
        if (isOn(event, '.layer-button, input')) return
        if ((event.ctrlKey || event.metaKey) && isOn(event, '.layer-thumbnail'))
          handlers.onThumbnail(event, id)
        else handlers.onChoose(event, id)
      }}
      onDoubleClick={(event) => {
        if (isOn(event, '.layer-words') && !isOn(event, 'input')) handlers.onRename(id, true)
      }}
      onContextMenu={(event) => {
        if (isOn(event, 'input')) return
        event.preventDefault()
        handlers.onMenu(event, id)
      }}
    >
      <span role="gridcell">
        <RowButton
          label={visible ? words.hide(name) : words.show(name)}
          tabIndex={reach}
          onClick={() => handlers.onField(id, { kind: 'visible', value: !visible })}
        >
          <Look size={16} strokeWidth={1.75} aria-hidden />
        </RowButton>
      </span>
      <span className="layer-label" role="gridcell">
        {clipped && <CornerLeftDown className="layer-clip" size={14} aria-label={words.clipped} />}
        <LayerThumbnail layer={id} />
        <span className="layer-words">
          <LayerName
            name={name}
            isActive={isActive}
            isRenaming={isRenaming}
            tabIndex={reach}
            hint={words.nameHint(name, words.modes[blend], toPercent(opacity))}
            onKey={(event) => handlers.onKey(event, id)}
            onName={(value) => {
              handlers.onRename(id, false)
              if (value !== undefined && value !== layer.name) handlers.onField(id, { kind: 'name', value })
            }}
          />
          <LayerLook layer={layer} />
        </span>
        <LayerPeople layer={id} />
        {alphaLocked && <Grid2x2Check className="layer-mark" size={14} aria-label={words.alphaLocked} />}
      </span>
      <span role="gridcell">
        <RowButton
          kind={locked ? 'on' : 'faint'}
          label={locked ? words.unlock(name) : words.lock(name)}
          tabIndex={reach}
          onClick={() => handlers.onField(id, { kind: 'locked', value: !locked })}
        >
          <Latch size={14} strokeWidth={1.75} aria-hidden />
        </RowButton>
      </span>
    </div>
  )
})

/** Mode and opacity, where they are not the usual ones. */
function LayerLook({ layer: { blend, opacity } }: { readonly layer: Layer }) {
  const words = strings.layers
  const mode = blend === 'normal' ? undefined : words.modes[blend]
  const percent = opacity === 255 ? undefined : words.percent(toPercent(opacity))
  const parts = [mode, percent].filter((part) => part !== undefined)
  return parts.length === 0 ? null : <span className="layer-look">{parts.join(' · ')}</span>
}

function isOn({ target }: MouseEvent, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null
}

interface LayerNameProps {
  readonly name: string
  readonly isActive: boolean
  readonly isRenaming: boolean
  readonly tabIndex: number
  readonly hint: string
  readonly onKey: (event: KeyboardEvent) => void
  /** Undefined leaves it as it is. */
  readonly onName: (name: string | undefined) => void
}

function LayerName({ name, isActive, isRenaming, tabIndex, hint, onKey, onName }: LayerNameProps) {
  const button = useRef<HTMLButtonElement>(null)
  if (isRenaming) {
    return (
      <NameField
        className="layer-name-field"
        label={strings.layers.rename}
        name={name}
        successor={() => button.current}
        onName={(typed) => onName(typed === undefined ? undefined : fitName(typed))}
      />
    )
  }
  return (
    <button
      ref={button}
      type="button"
      className="layer-name"
      aria-current={isActive}
      title={hint}
      tabIndex={tabIndex}
      onKeyDown={onKey}
    >
      {name}
    </button>
  )
}

interface RowButtonProps {
  readonly label: string
  /** A faint one is seen on the row under the pointer only. */
  readonly kind?: 'on' | 'faint'
  readonly tabIndex: number
  readonly onClick: () => void
  readonly children: ReactNode
}

function RowButton({ label, kind = 'on', tabIndex, onClick, children }: RowButtonProps) {
  return (
    <button
      type="button"
      className="icon-button icon-button-small layer-button"
      data-kind={kind}
      title={label}
      aria-label={label}
      tabIndex={tabIndex}
      onClick={onClick}
    >
      {children}
    </button>
  )
}
