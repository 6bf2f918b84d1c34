import { readStored, writeStored } from './stored-json.ts'

const storedKey = 'gesso.panels'

/** Whether a side panel was left open, and `otherwise` when nobody touched it yet. */
export function wasLeftOpen(name: string, otherwise: boolean): boolean {
  return readStored(storedKey, isOpenPanels)?.[name] ?? otherwise
}

export function rememberOpen(name: string, isOpen: boolean): void {
  writeStored(storedKey, { ...readStored(storedKey, isOpenPanels), [name]: isOpen })
}

function isOpenPanels(value: unknown): value is Record<string, boolean> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((isOpen) => typeof isOpen === 'boolean')
  )
}
