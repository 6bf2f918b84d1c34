import { readStored, writeStored } from './stored-json.ts'

const storedKey = 'gesso.panels'

/** Whether a side panel was left open, and `otherwise` when nobody touched it yet. */
export function wasLeftOpen(name: string, otherwise: boolean): boolean {
  const panels = readStored(storedKey, isOpenPanels) ?? {}
  return (Object.hasOwn(panels, name) ? panels[name] : undefined) ?? otherwise
}

export function rememberOpen(name: string, isOpen: boolean): void {
  writeStored(storedKey, { ...readStored(storedKey, isOpenPanels), [name]: isOpen })
}

function isOpenPanels(value: unknown): value is Record<string, boolean> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((isOpen) => typeof isOpen === 'boolean')
  )
}
