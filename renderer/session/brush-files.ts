import { addBrushes, chosenPreset, ownBrushesMax, presetsOf, settingsOf } from '../stores/brush-shelf.ts'
import { strings } from '../strings.ts'
import { brushFileBytesMax, readBrushFile, writeBrushFile, type FileBrush } from '../tools/brush-file.ts'
import { brushTitle } from './brush-title.ts'
import { chooseFiles } from './choose-files.ts'
import { saveBlob } from './export-picture.ts'
import type { SessionParts } from './session-parts.ts'

/** Asks for files of brushes, and takes them onto the shelf. */
export function importBrushes(parts: SessionParts): void {
  chooseFiles(
    { accept: '.json,application/json', count: 'several' },
    (files) => void takeBrushes(parts, files),
  )
}

async function takeBrushes(parts: SessionParts, files: readonly File[]): Promise<void> {
  for (const file of files) {
    // One after the other: the sentence about the last one is read.
    parts.hintStore.getState().say(await takeFile(parts, file))
  }
}

async function takeFile({ toolStore }: SessionParts, file: File): Promise<string> {
  const words = strings.brushes
  // Not even looked into.
  if (file.size > brushFileBytesMax) return words.tooLarge(file.name, brushFileBytesMax)
  const text = await file.text().catch(() => undefined)
  if (text === undefined) return words.unreadable(file.name)
  const answer = readBrushFile(text)
  if (answer.kind === 'refused') {
    switch (answer.why) {
      case 'not-brushes':
        return words.notBrushes(file.name)
      case 'no-brushes':
        return words.noBrushes(file.name)
      case 'version':
        return words.laterVersion(file.name, answer.version)
    }
  }
  const { brushes, leftOut, tooMany } = answer
  const [wrong] = leftOut
  if (brushes.length === 0 && wrong !== undefined)
    return words.wrongBrush(wrong.title || words.newName, wrong.setting, wrong.value)
  const before = toolStore.getState().shelf.own.length
  const named = brushes.map((brush) => ({ ...brush, title: brush.title || words.newName }))
  toolStore.getState().changeShelf((shelf, tool) => addBrushes(shelf, tool, named))
  const added = toolStore.getState().shelf.own.length - before
  if (added === 0) return words.tooMany(ownBrushesMax)
  const rest = brushes.length - added + leftOut.length + tooMany
  return wrong === undefined
    ? words.imported(added, rest)
    : words.importedInPart(added, wrong.title || words.newName, wrong.setting, wrong.value)
}

/** Writes the brush in hand as it is now. */
export function exportBrush({ toolStore }: SessionParts): void {
  const { shelf, drawingTool } = toolStore.getState()
  const preset = chosenPreset(shelf, drawingTool)
  save(
    [{ ...preset, title: brushTitle(preset), settings: settingsOf(shelf, drawingTool) }],
    brushTitle(preset),
  )
}

/** Writes all own brushes as they are now. */
export function exportOwnBrushes({ toolStore }: SessionParts): void {
  const { shelf } = toolStore.getState()
  const own = presetsOf(shelf).flatMap((preset): FileBrush[] =>
    preset.title === undefined
      ? []
      : [{ ...preset, title: preset.title, settings: { ...preset.settings, ...shelf.changes[preset.name] } }],
  )
  save(own, strings.brushes.fileName)
}

function save(brushes: readonly FileBrush[], name: string): void {
  saveBlob(new Blob([writeBrushFile(brushes)], { type: 'application/json' }), name, 'brushes')
}
