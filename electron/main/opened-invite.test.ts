import { beforeEach, expect, it, vi } from 'vitest'
import { OpenedInvite } from './opened-invite.ts'

const seen = vi.hoisted(() => ({
  isPackaged: false,
  schemes: [] as string[],
  openUrl: undefined as ((event: { preventDefault: () => void }, url: string) => void) | undefined,
}))
vi.mock('electron', () => ({
  app: {
    get isPackaged() {
      return seen.isPackaged
    },
    on: (_name: string, listener: typeof seen.openUrl) => void (seen.openUrl = listener),
    setAsDefaultProtocolClient: (scheme: string) => void seen.schemes.push(scheme),
  },
}))

beforeEach(() => Object.assign(seen, { isPackaged: false, schemes: [] }))

it('[EL38] of the words of a command line, the newest link is offered, once', () => {
  const invite = new OpenedInvite()
  const offered = vi.fn()
  invite.onOffer(offered)
  invite.offer(['/opt/gesso', '--user-data-dir=/x', 'https://example.org/', 'notgesso://a', ' gesso://b'])
  expect([invite.take(), offered.mock.calls.length]).toEqual([undefined, 0])
  invite.offer(['gesso://one/#a', '--no-sandbox', 'gesso://two/#b', 'other'])
  expect([offered.mock.calls.length, invite.take(), invite.take()]).toEqual([1, 'gesso://two/#b', undefined])
  invite.offer([`gesso://${'x'.repeat(100_000)}`])
  expect(invite.take()).toHaveLength(2500)
})

it('[EL38] on macOS it comes as an event, also before anybody listens', () => {
  const invite = new OpenedInvite()
  seen.openUrl?.({ preventDefault: () => undefined }, 'gesso://host/#a')
  expect(invite.take()).toBe('gesso://host/#a')
})

it('[EL38] only an installed copy takes the links of the system', () => {
  expect([new OpenedInvite(), seen.schemes]).toMatchObject([{}, []])
  seen.isPackaged = true
  expect([new OpenedInvite(), seen.schemes]).toMatchObject([{}, ['gesso']])
})
