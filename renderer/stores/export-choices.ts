import { exportFormats, type ExportFormat } from '../worker/export-contract.ts'
import { readStored, writeStored } from './stored-json.ts'

export const exportAreas = ['whole', 'selection', 'layer'] as const
export const exportBackgrounds = ['paper', 'nothing'] as const

/** How somebody saves files. */
export interface ExportChoices {
  readonly format: ExportFormat
  readonly area: (typeof exportAreas)[number]
  readonly background: (typeof exportBackgrounds)[number]
  /** 1..100 */
  readonly quality: number
}

const storedKey = 'gesso.export'
const usual: ExportChoices = { format: 'png', area: 'whole', background: 'paper', quality: 90 }

/** What was chosen last time, or the usual when nothing usable is remembered. */
export function readExportChoices(): ExportChoices {
  return readStored(storedKey, isChoices) ?? usual
}

/** Next time, the page begins with these. */
export function rememberExportChoices(choices: ExportChoices): void {
  writeStored(storedKey, choices)
}

function isChoices(value: unknown): value is ExportChoices {
  if (typeof value !== 'object' || value === null) return false
  const { format, area, background, quality } = value as Partial<Record<keyof ExportChoices, unknown>>
  return (
    exportFormats.some((each) => each === format) &&
    exportAreas.some((each) => each === area) &&
    exportBackgrounds.some((each) => each === background) &&
    typeof quality === 'number' &&
    Number.isInteger(quality) &&
    quality >= 1 &&
    quality <= 100
  )
}
