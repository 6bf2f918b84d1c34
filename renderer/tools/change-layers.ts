import type { LayerOperation } from '../../sync-core/index.ts'
import type { ChangeStep } from './pace-changes.ts'

/** Changes the picture's layers for everyone. Later changes of one movement of the hand are taken back with the first one. */
export type ChangeLayers = (operation: LayerOperation, step?: ChangeStep) => void
