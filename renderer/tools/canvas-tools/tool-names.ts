/** Tools that work on the canvas by themselves; brush, eraser, hand and colour picker are the pointer's own. */
const canvasToolNames = [
  'select-rectangle',
  'select-ellipse',
  'lasso',
  'wand',
  'transform',
  'crop',
  'fill',
  'gradient',
  'line',
  'rectangle',
  'ellipse',
  'text',
] as const
export type CanvasToolName = (typeof canvasToolNames)[number]

const known: ReadonlySet<string> = new Set(canvasToolNames)

export function isCanvasTool(tool: string): tool is CanvasToolName {
  return known.has(tool)
}

/** Tools to which Alt means something of their own; with the others it holds the colour picker. */
const altTools: ReadonlySet<string> = new Set<CanvasToolName>([
  'select-rectangle',
  'select-ellipse',
  'lasso',
  'wand',
  'transform',
  'crop',
  'line',
  'rectangle',
  'ellipse',
  'text',
])

export function usesAlt(tool: string): boolean {
  return altTools.has(tool)
}

/** A key that stands for several tools goes from one to the next: those in a row, and the first when none of them is on. */
export function nextOf<Name extends string>(row: readonly Name[], now: string): Name {
  const place = (row as readonly string[]).indexOf(now)
  return row[(place + 1) % row.length]!
}
