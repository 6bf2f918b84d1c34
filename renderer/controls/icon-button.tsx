import type { LucideIcon } from 'lucide-react'
import { strings } from '../strings.ts'

interface IconButtonProps {
  /** An icon, or a few letters where letters say it better. */
  readonly face: LucideIcon | string
  readonly label: string
  /** In the tooltip instead of the label. */
  readonly hint?: string | undefined
  /** Shown in the tooltip. */
  readonly shortcut?: string
  /** The same for programs, as aria-keyshortcuts has it. */
  readonly keyShortcuts?: string
  /** For buttons that stay on. */
  readonly pressed?: boolean
  readonly disabled?: boolean
  /** Why it can't be pressed now: disables it, and is its tooltip. */
  readonly refusal?: string | undefined
  readonly look?: 'usual' | 'small'
  readonly onClick: () => void
}

/** A small square button; its name is its tooltip. */
export function IconButton(props: IconButtonProps) {
  const {
    face: Face,
    label,
    hint = label,
    shortcut,
    keyShortcuts,
    pressed,
    disabled,
    refusal,
    look = 'usual',
    onClick,
  } = props
  const tooltip = shortcut === undefined ? hint : strings.commands.withKey(hint, shortcut)
  return (
    <button
      type="button"
      className={look === 'small' ? 'icon-button icon-button-small' : 'icon-button'}
      title={refusal ?? tooltip}
      aria-label={label}
      aria-pressed={pressed}
      aria-keyshortcuts={keyShortcuts}
      disabled={disabled ?? refusal !== undefined}
      onClick={onClick}
    >
      {typeof Face === 'string' ? (
        <span className="icon-letters">{Face}</span>
      ) : (
        <Face size={look === 'small' ? 16 : 20} strokeWidth={1.75} aria-hidden />
      )}
    </button>
  )
}
