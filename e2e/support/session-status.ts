import { expect, type Page } from '@playwright/test'
import type { Painter } from './painter.ts'

/** What the status line of a window says to programs. */
export interface SessionStatus {
  readonly connection: string
  readonly sync: string
  readonly seq: number
  readonly durableSeq: number
  readonly unacknowledged: number
  readonly syncSeq: number
  readonly hashSeq: number
  readonly hash: string
  readonly saved: string
  readonly savedSeq: number
  readonly people: number
}

/** A picture at rest: what every window shows. */
export interface ShownPicture {
  readonly seq: number
  readonly hash: string
}

/** Undefined while the window shows no session. */
export async function readStatus(page: Page): Promise<SessionStatus | undefined> {
  const said = await page.evaluate(() => {
    const line = document.querySelector<HTMLElement>('[data-testid="status"]')
    return line === null ? undefined : Object.fromEntries(Object.entries(line.dataset))
  })
  if (said === undefined) return undefined
  const number = (name: string): number => Number(said[name] ?? -1)
  return {
    connection: said['connection'] ?? '',
    sync: said['sync'] ?? '',
    seq: number('seq'),
    durableSeq: number('durableSeq'),
    unacknowledged: number('unacknowledged'),
    syncSeq: number('syncSeq'),
    hashSeq: number('hashSeq'),
    hash: said['hash'] ?? '',
    saved: said['saved'] ?? '',
    savedSeq: number('savedSeq'),
    people: number('people'),
  }
}

/**
 * Waits until all of the windows are at rest at the same update, each compared with the host there, and show the same
 * hash. Returns what they show.
 */
export async function expectSamePicture(...painters: readonly Painter[]): Promise<ShownPicture> {
  let shown: ShownPicture = { seq: 0, hash: '' }
  await expect
    .poll(
      async () => {
        const seen = await Promise.all(
          painters.map(async ({ name, page }) => ({ name, status: await readStatus(page) })),
        )
        const newest = Math.max(...seen.map(({ status }) => status?.seq ?? -1))
        const first = seen[0]?.status
        shown = { seq: newest, hash: first?.hash ?? '' }
        return seen.flatMap(({ name, status }) => restless(name, status, shown))
      },
      { message: 'all windows show the same picture', timeout: 60_000, intervals: [100, 200, 400] },
    )
    .toEqual([])
  return shown
}

function restless(name: string, status: SessionStatus | undefined, shown: ShownPicture): string[] {
  if (status === undefined) return [`${name} is in no session`]
  const { connection, sync, seq, syncSeq, hashSeq, hash, unacknowledged } = status
  const calm =
    connection === 'connected' &&
    sync === 'in-sync' &&
    seq === shown.seq &&
    syncSeq === seq &&
    hashSeq === seq &&
    unacknowledged === 0 &&
    hash === shown.hash
  if (calm) return []
  const words = `${connection}, at ${seq} of ${shown.seq}, ${sync} at ${syncSeq}, ${unacknowledged} unacknowledged`
  return [`${name}: ${words}, hash ${hash} at ${hashSeq}, not ${shown.hash}`]
}
