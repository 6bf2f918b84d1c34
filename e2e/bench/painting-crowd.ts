import { parseInvite, socketUrl } from '../../sync-core/index.ts'
import type { BenchProcess } from './command-channel.ts'
import type { PainterCommands } from './painter-process.ts'
import { recordedStrokes, repeatStrokes } from './recorded-strokes.ts'

/** As many as a session usually has at its busiest. */
export const crowdCount = 20
const samplesPerSecond = 60
const repertoire = 20_000

/** Lets a crowd of real clients in another process join the session and paint, each at a pen's pace, until the process ends. */
export async function letCrowdPaint(
  painters: BenchProcess<PainterCommands>,
  invite: string,
  size: { readonly width: number; readonly height: number },
): Promise<void> {
  const parsed = parseInvite(invite)
  const strokes = await repeatStrokes(size, repertoire, crowdCount)
  await painters.ask('keepStrokes', strokes)
  const place = { kind: 'host', url: socketUrl(parsed), token: parsed.token } as const
  await painters.ask('gather', { place, count: crowdCount })
  await painters.ask('paintTogether', { everyMs: (1000 / samplesPerSecond) * (await samplesPerUpdate(size)) })
}

/** How many samples of the pen one update carries, of the recording as a window cuts it. */
async function samplesPerUpdate(size: { readonly width: number; readonly height: number }): Promise<number> {
  const strokes = recordedStrokes()
  const updates = (await repeatStrokes(size, strokes.length * 1000, 1)).slice(0, strokes.length).flat().length
  return strokes.flat().length / updates
}
