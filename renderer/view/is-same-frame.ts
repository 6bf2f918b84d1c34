import type { Frame } from '../../sync-core/index.ts'

export function isSameFrame(a: Frame | undefined, b: Frame): boolean {
  return a?.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height
}
