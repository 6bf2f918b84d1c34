import type { Layer, LayerId, Structure } from './structure.ts'

/** The layers whose pixels look different, or may, when a picture's structure changes from one to the other. */
export function changedLayers(before: Structure, after: Structure): Set<LayerId> {
  const changed = new Set<LayerId>()
  if (before === after) return changed
  const old = new Map(before.layers.map((layer) => [layer.id, layer]))
  const kept = new Set(after.layers.map(({ id }) => id))
  for (const { id } of before.layers) if (!kept.has(id)) changed.add(id)
  for (const layer of after.layers) {
    const was = old.get(layer.id)
    if (was === undefined || !looksSame(was, layer)) changed.add(layer.id)
  }
  if (!isSameOrder(before, after, kept)) for (const { id } of after.layers) changed.add(id)
  // What a layer is clipped to may be another one now.
  if (changed.size > 0) {
    for (const { id, clipped } of [...before.layers, ...after.layers]) if (clipped) changed.add(id)
  }
  return changed
}

/** Whether those that are in both follow each other in the same order. */
function isSameOrder(before: Structure, after: Structure, kept: ReadonlySet<LayerId>): boolean {
  const remained = before.layers.filter(({ id }) => kept.has(id))
  let place = 0
  for (const { id } of after.layers) if (remained[place]?.id === id) place += 1
  return place === remained.length
}

function looksSame(a: Layer, b: Layer): boolean {
  return a.opacity === b.opacity && a.blend === b.blend && a.visible === b.visible && a.clipped === b.clipped
}
