import type { LucideIcon } from 'lucide-react'
import { useStore } from 'zustand'
import { CommandButton } from '../commands/command-button.tsx'
import { commandTable, type CommandId } from '../commands/command-table.ts'
import { useSession } from '../session/use-parts.ts'

interface LayerButtonProps {
  readonly id: CommandId
  readonly face: LucideIcon
  readonly hint?: string
  readonly pressed?: boolean
}

/** A command on the chosen layers; disabled where it makes no sense for them as they are. */
export function LayerButton({ id, ...rest }: LayerButtonProps) {
  const parts = useSession()
  const refusal = useStore(parts.layerStore, () => commandTable[id].refusal?.(parts))
  return <CommandButton {...rest} id={id} look="small" refusal={refusal} />
}
