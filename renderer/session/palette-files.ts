import { fileLimits } from '../files/file-limits.ts'
import { fitName } from '../files/fit-name.ts'
import { readGpl, writeGpl } from '../files/gpl.ts'
import { ownPalettesMax } from '../stores/color-palettes.ts'
import { strings } from '../strings.ts'
import { chooseFiles } from './choose-files.ts'
import { saveBlob } from './export-picture.ts'
import type { SessionParts } from './session-parts.ts'
import { shownPalette } from './shown-palette.ts'

/** Asks for palettes' files, and takes them among the own palettes. */
export function importPalettes(parts: SessionParts): void {
  chooseFiles({ accept: '.gpl', count: 'several' }, (files) => void takePalettes(parts, files))
}

/** Takes files of unknown origin among the own palettes, and says what came of them. */
export async function takePalettes(parts: SessionParts, files: readonly File[]): Promise<void> {
  for (const file of files) {
    // One after the other: the sentence about the last one is read.
    parts.hintStore.getState().say(await takePalette(parts, file))
  }
}

async function takePalette({ colorPalettes }: SessionParts, file: File): Promise<string> {
  const words = strings.palettes
  const { paletteBytesMax } = fileLimits
  // Not even looked into.
  if (file.size > paletteBytesMax) return words.tooLarge(file.name, paletteBytesMax)
  const bytes = await file.arrayBuffer().catch(() => undefined)
  if (bytes === undefined) return words.unreadable(file.name)
  const answer = readGpl(new Uint8Array(bytes))
  if (answer.kind === 'refused') {
    switch (answer.why) {
      case 'not-a-palette':
        return words.notAPalette(file.name)
      case 'no-colors':
        return words.noColors(file.name)
      case 'too-large':
        return words.tooLarge(file.name, paletteBytesMax)
    }
  }
  const { palette, leftOut, skipped } = answer
  const name = palette.name || fitName(file.name.replace(/\.gpl$/i, '')) || words.newName
  if (!colorPalettes.getState().add({ ...palette, name })) return words.tooMany(ownPalettesMax)
  const count = palette.colors.length
  return skipped > 0 && leftOut === 0
    ? words.importedInPart(name, count, skipped)
    : words.imported(name, count, leftOut)
}

/** Writes the palette that is shown as a file of GIMP's. */
export function exportPalette(parts: SessionParts): void {
  const palette = shownPalette(parts)
  const isShared = palette.which === 'shared'
  const title = parts.bridge.store.getState().state.picture?.title ?? ''
  const name = isShared ? fitName(title) || palette.name : palette.name || strings.palettes.newName
  saveBlob(new Blob([writeGpl({ ...palette, name })], { type: 'text/plain' }), name, 'gpl')
}
