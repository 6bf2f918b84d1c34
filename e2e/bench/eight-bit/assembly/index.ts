// A kernel that is ours in all but its numbers: masks of a byte a pixel, tiles of four. Its dabs are found and cut into tiles
// by our own code, which reads ./dab-columns here where it has one of its own.

export { zeroBlock } from '../../../../sync-core/kernel/assembly/tile-kernel'
export { paintDabs } from '../../../../sync-core/kernel/assembly/dab-kernel'
export * from './merge-kernel'
export * from './blend-kernel'
