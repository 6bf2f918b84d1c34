// A worker of its own on which brushes are tried, so that a session's painting never waits for one.

import { reportRejections } from './report-rejections.ts'
import type { TrialMessage, TrialReply } from './trial-contract.ts'
import { TrialDesk } from './trial-desk.ts'

/** What the screen shows of a pad at most. */
const tellEveryMs = 16

reportRejections(self)
const desk = new TrialDesk(
  (reply: TrialReply) => self.postMessage(reply, { transfer: [reply.rgba.buffer] }),
  (work) => setTimeout(work, tellEveryMs),
)
self.addEventListener('message', ({ data }: MessageEvent<TrialMessage>) => desk.handle(data))
