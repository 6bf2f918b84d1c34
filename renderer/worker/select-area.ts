import {
  combineSelections,
  floodFill,
  selectAll,
  selectEllipse,
  selectLasso,
  selectOpaque,
  selectRectangle,
  refuse,
  type CoverageMask,
  type LayerId,
  type Paced,
  type Refusal,
  type SelectionChange,
} from '../../sync-core/index.ts'
import type { FillRule, SelectionArea } from './authoring-contract.ts'
import type { AuthoringJob } from './authoring-job.ts'

/** A fill's options as the core wants them. */
export function alike({ tolerance, growPx, gapPx, reach }: FillRule, at: { x: number; y: number }) {
  const edge = 'soft' as const
  return { x: Math.floor(at.x), y: Math.floor(at.y), tolerance, growPx, gapPx, reach, edge }
}

/** What a selection tool went around, or pointed at. */
export function areaMask(job: AuthoringJob, area: SelectionArea): Paced<CoverageMask | Refusal> {
  const { frame } = job
  switch (area.kind) {
    case 'rectangle':
      return selectRectangle(area.box, frame)
    case 'ellipse':
      return selectEllipse(area.box, frame)
    case 'lasso':
      return selectLasso(area.points, frame)
    case 'opaque':
      return selectPainted(job, area.layer)
    case 'alike':
      return floodFill(job.sees(area.rule, area.layer), { ...alike(area.rule, area.at), frame })
  }
}

function* selectPainted({ client, frame }: AuthoringJob, layer: LayerId): Paced<CoverageMask | Refusal> {
  const source = client.pixelSource({ kind: 'layer', layer })
  const mask = yield* selectOpaque(source, client.layerIndices(layer), frame)
  const name = client.state().layers.find(({ id }) => id === layer)?.name
  if (mask.size > 0 || name === undefined) return mask
  return refuse('impossible', `There is nothing on the layer “${name}” yet that could be selected.`)
}

/** When nothing in particular is selected, everything can be painted on: so there is something to subtract from. */
export function combined(
  { client, frame }: AuthoringJob,
  drawn: CoverageMask,
  change: SelectionChange,
): CoverageMask {
  const now = client.selection()
  if (now !== undefined) return combineSelections(now, drawn, change)
  return change === 'subtract' ? combineSelections(selectAll(frame), drawn, change) : drawn
}
