import type { LucideIcon } from 'lucide-react'
import { strings } from '../strings.ts'

interface IconButtonProps {
  /** An icon, or a few letters where letters say it better. */
  readonly face: LucideIcon | string
  readonly label: string
  /** Shown in the tooltip. */
  readonly shortcut?: string
  /** For buttons that stay on. */
  readonly pressed?: boolean
  readonly disabled?: boolean
  readonly onClick: () => void
}

/** A small square button; its name is its tooltip. */
export function IconButton({ face: Face, label, shortcut, pressed, disabled, onClick }: IconButtonProps) {
  const hint = shortcut === undefined ? label : strings.tools.shortcut(label, shortcut)
  return (
    <button
      type="button"
      className="icon-button"
      title={hint}
      aria-label={label}
      aria-pressed={pressed}
      aria-keyshortcuts={shortcut?.replaceAll('Ctrl', 'Control').replaceAll(' ', '')}
      disabled={disabled}
      onClick={onClick}
    >
      {typeof Face === 'string' ? (
        <span className="icon-letters">{Face}</span>
      ) : (
        <Face size={20} strokeWidth={1.75} aria-hidden />
      )}
    </button>
  )
}
