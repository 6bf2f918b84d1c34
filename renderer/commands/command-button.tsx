import type { LucideIcon } from 'lucide-react'
import { IconButton } from '../controls/icon-button.tsx'
import { useKeys, useSession } from '../session/use-parts.ts'
import { commandName, type CommandId } from './command-table.ts'
import { showChord } from './show-chord.ts'

interface CommandButtonProps {
  readonly id: CommandId
  readonly face: LucideIcon | string
  /** Another name than the command's own, as for a tool of a row. */
  readonly label?: string
  /** In the tooltip instead of the name. */
  readonly hint?: string | undefined
  readonly pressed?: boolean
  readonly disabled?: boolean
  readonly refusal?: string | undefined
  readonly look?: 'usual' | 'small'
  /** Instead of running the command. */
  readonly onClick?: () => void
}

/** A command as a button: named after it, with its keys in the tooltip. */
export function CommandButton({ id, face, label, onClick, ...rest }: CommandButtonProps) {
  const { run } = useSession()
  const chord = useKeys().keysOf(id)[0]
  return (
    <IconButton
      {...rest}
      face={face}
      label={label ?? commandName(id)}
      {...(chord === undefined
        ? {}
        : { shortcut: showChord(chord), keyShortcuts: chord.replaceAll('Ctrl', 'Control') })}
      onClick={onClick ?? (() => run(id))}
    />
  )
}
