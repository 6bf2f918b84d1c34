import { expect, it, vi } from 'vitest'
import { appOrigin } from '../../sync-core/node/page-policy.ts'
import { verbs } from '../ipc/channels.ts'
import { answerWindow, type VerbHandlers } from './answer-window.ts'
import { checkNothing } from './payload-checks.ts'

type Handler = (event: unknown, ...words: unknown[]) => Promise<unknown>

const seen = vi.hoisted(() => ({ handlers: new Map<string, Handler>() }))
vi.mock('electron', () => ({
  app: { commandLine: {} },
  protocol: {},
  session: {},
  ipcMain: { handle: (channel: string, handler: Handler) => void seen.handlers.set(channel, handler) },
}))

/** What a page at this address sends. */
function eventOf(url: string): unknown {
  const frame = { url }
  return { senderFrame: frame, sender: { mainFrame: frame } }
}

const ownPage = `${appOrigin}/index.html`

it('[EL37] every verb can be asked at once, and is answered when there are handlers', async () => {
  let come = (_handlers: VerbHandlers): void => undefined
  answerWindow(new Promise((resolve) => (come = resolve)), () => undefined)
  expect([...seen.handlers.keys()]).toEqual(verbs.map((verb) => `gesso:${verb}`))
  let answered = false
  const asked = seen.handlers.get('gesso:settings')?.(eventOf(ownPage))
  void asked?.then(() => (answered = true))
  await Promise.resolve()
  expect(answered).toBe(false)
  const run = vi.fn(() => ({ name: 'Ada', color: 1 }))
  come({ settings: { check: checkNothing, run } } as unknown as VerbHandlers)
  expect(await asked).toEqual({ name: 'Ada', color: 1 })
  expect(await seen.handlers.get('gesso:settings')?.(eventOf('https://example.org/'))).toMatchObject({
    failed: true,
    code: 'not-allowed',
  })
  expect(run).toHaveBeenCalledTimes(1)
})
