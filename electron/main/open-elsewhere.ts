import type { Hosting } from '../../sync-core/node/hosting.ts'
import type { OpenElsewhere } from '../ipc/contract.ts'

/** What is known of another computer that has the picture open. The store's clock may be ahead of ours: that is now, then. */
export async function openElsewhere(
  hosting: Pick<Hosting, 'openElsewhere'>,
  pictureId: string,
  nowMs: number,
): Promise<OpenElsewhere | undefined> {
  const found = await hosting.openElsewhere(pictureId)
  return found && { kind: 'elsewhere', writtenAgoMs: Math.max(0, nowMs - found.writtenMs) }
}
