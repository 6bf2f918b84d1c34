import type { HistoryAction } from '../../sync-core/index.ts'

/** A row of the history: an action, or the steps of one movement of a slider. */
export interface HistoryRow {
  /** The newest of them. */
  readonly action: HistoryAction
  /** The oldest of them. */
  readonly first: HistoryAction
}

/** The rows of a list of actions, the newest first: an author's changes of the same property of the same layer in a row are one. */
export function rowsOf(actions: readonly HistoryAction[]): readonly HistoryRow[] {
  const rows: HistoryRow[] = []
  for (const action of actions) {
    const above = rows.at(-1)
    if (above !== undefined && areSteps(above.first, action)) {
      rows[rows.length - 1] = { action: above.action, first: action }
    } else rows.push({ action, first: action })
  }
  return rows
}

function areSteps(later: HistoryAction, earlier: HistoryAction): boolean {
  const [a, b] = [later.what, earlier.what]
  return (
    later.author === earlier.author &&
    later.stage === earlier.stage &&
    a.kind === 'layers' &&
    b.kind === 'layers' &&
    a.change === 'layer-set' &&
    b.change === 'layer-set' &&
    a.field === b.field &&
    a.name === b.name
  )
}
