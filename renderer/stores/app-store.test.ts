import { beforeEach, expect, it, vi } from 'vitest'
import type { Failure, GessoApi, OpenElsewhere } from '../../electron/ipc/contract.ts'
import type { AppStore } from './app-store.ts'

/** It answers what a file reader would. */
class FakeWorker {
  static readonly listeners: ((event: { data: unknown }) => void)[] = []
  addEventListener(type: string, listener: (event: { data: unknown }) => void): void {
    if (type === 'message') FakeWorker.listeners.push(listener)
  }
  postMessage(): void {}
  terminate(): void {}
}

const id = 'abcdefghijklmnopqrstuvwxyz'
const refused = { failed: true, code: 'unavailable', message: 'The bucket does not answer.' } as const

let asked: string[]
let recovered: string[]
/** Opened outside of the window, and not asked for yet. */
let links: string[]
let tell: {
  saving: (sentence: string) => void
  quitWaits: () => void
  recovered: () => void
  inviteOpened: () => void
}
let elsewhere: OpenElsewhere | Failure | undefined
/** What the host answers waits for it. */
let opened: Promise<unknown>
let endStop: (answer: unknown) => void
let store: AppStore

beforeEach(async () => {
  asked = []
  elsewhere = undefined
  opened = Promise.resolve()
  const unheard = (): void => undefined
  recovered = ['Cove']
  links = []
  tell = { saving: unheard, quitWaits: unheard, recovered: unheard, inviteOpened: unheard }
  const api: Partial<GessoApi> = {
    settings: () => Promise.resolve({ name: 'Anna', color: 1 }),
    saveSettings: (settings) => Promise.resolve(settings),
    participantKey: () => Promise.resolve('00'.repeat(16)),
    createPicture: ({ title }) =>
      Promise.resolve({ id, title } as Awaited<ReturnType<GessoApi['createPicture']>>),
    hostPicture: async (pictureId, reach, ifElsewhere) => {
      await opened
      if (ifElsewhere === 'tell' && elsewhere !== undefined) return elsewhere
      asked.push(`host ${reach}`)
      const invite = 'http://127.0.0.1:1/#x'
      return {
        pictureId,
        title: 'Sea',
        reach,
        invites: [{ id: '0', role: 'painter', createdMs: 0, uses: 0, links: [invite] }],
        ownInvite: invite,
        notices: [],
      }
    },
    stopHosting: () => new Promise((resolve) => (endStop = resolve as (answer: unknown) => void)),
    answerQuit: (answer) => Promise.resolve(void asked.push(`quit ${answer}`)),
    onQuitAsked: unheard,
    onHostingFailed: unheard,
    onReach: unheard,
    onSaving: (listener) => (tell.saving = listener),
    onUnsaved: (listener) => (tell.recovered = listener),
    takeRecovered: () => Promise.resolve(recovered.splice(0)),
    openTunnel: (invite) => Promise.resolve(`${invite}, by way of this computer`),
    closeTunnel: () => Promise.resolve(void asked.push('close tunnel')),
    takeInvite: () => Promise.resolve(links.splice(0)[0]),
    onInviteOpened: (listener) => (tell.inviteOpened = listener),
    onQuitWaits: (listener) => (tell.quitWaits = listener),
  }
  vi.resetModules()
  vi.stubGlobal('window', { gesso: api })
  vi.stubGlobal('Worker', FakeWorker)
  const { createAppStore } = await import('./app-store.ts')
  store = createAppStore({ kind: 'start' })
  await store.getState().load()
})

const host = (): Promise<void> => store.getState().hostAgain({ id, title: 'Sea' }, 'network')

const sessionOf = () => {
  const { screen } = store.getState()
  return screen.kind === 'session' ? screen.session : undefined
}

it('[UI102] who leaves waits for the last save, sees how far it is, and then the start', async () => {
  await host()
  const left = store.getState().leave()
  expect(store.getState()).toMatchObject({
    screen: { kind: 'leaving', of: 'leave', isInBucket: false },
    closing: { title: 'Sea' },
  })
  tell.saving('12 of 40 MB')
  expect(store.getState().saving).toBe('12 of 40 MB')
  endStop(undefined)
  await left
  expect(store.getState()).toMatchObject({ screen: { kind: 'home' }, closing: undefined, problem: undefined })
})

it('[UI102] who does not wait is at the start while saving goes on, and is told when it fails', async () => {
  await host()
  const left = store.getState().leave()
  store.getState().dontWait()
  expect(store.getState()).toMatchObject({ screen: { kind: 'home' }, closing: { title: 'Sea' } })
  endStop(refused)
  await left
  expect(store.getState()).toMatchObject({ screen: { kind: 'home' }, closing: undefined })
  expect(store.getState().problem?.of).toBe('leaving')
  expect(asked).toEqual(['host network'])
})

it('[UI102] who quits sees the last save, also one that goes on since they left, and may quit at once', async () => {
  tell.quitWaits()
  expect(store.getState().screen).toEqual({ kind: 'home' })
  await host()
  const left = store.getState().leave()
  store.getState().dontWait()
  tell.quitWaits()
  expect(store.getState().screen).toEqual({ kind: 'leaving', of: 'quit', isInBucket: false })
  endStop(undefined)
  await left
  expect(store.getState().screen.kind).toBe('leaving')
  store.getState().dontWait()
  expect(asked).toEqual(['host network', 'quit now'])
})

it('[UI346] the window of an own picture is there while it is opened, and whoever leaves meanwhile does not get it back', async () => {
  let answer = (): void => undefined
  opened = new Promise((resolve) => (answer = resolve as () => void))
  const hosting = host()
  const session = sessionOf()
  expect([session?.own, session?.joinable.getState().now]).toEqual([
    { title: 'Sea', reach: 'network' },
    undefined,
  ])
  const left = store.getState().leave()
  answer()
  await hosting
  expect(store.getState()).toMatchObject({ screen: { kind: 'leaving' }, closing: { title: 'Sea' } })
  endStop(undefined)
  await left
  expect(store.getState().screen.kind).toBe('home')
  await host()
  expect(sessionOf()?.joinable.getState().now?.hosted?.title).toBe('Sea')
})

it('[UI346] another try while the picture is opened joins once it is open', async () => {
  let answer = (): void => undefined
  opened = new Promise((resolve) => (answer = resolve as () => void))
  const hosting = host()
  const first = sessionOf()
  store.getState().tryAgain()
  answer()
  await hosting
  expect(sessionOf()?.number).not.toBe(first?.number)
  expect(sessionOf()?.joinable.getState().now?.hosted?.title).toBe('Sea')
  expect(first?.joinable.getState().now).toBeUndefined()
})

it('[UI110] what was recovered is told when the window opens and when more comes, until a session begins', async () => {
  await vi.waitFor(() => expect(store.getState().recovered).toEqual(['Cove']))
  recovered.push('Reef')
  tell.recovered()
  await vi.waitFor(() => expect(store.getState().recovered).toEqual(['Cove', 'Reef']))
  await host()
  expect(store.getState().recovered).toEqual([])
})

it('[UI103] a picture that seems to be open elsewhere is opened after a question only', async () => {
  elsewhere = { kind: 'elsewhere', writtenAgoMs: 20_000 }
  await host()
  expect(store.getState().screen).toMatchObject({
    kind: 'takeover',
    picture: { title: 'Sea' },
    writtenAgoMs: 20_000,
  })
  await store.getState().answerTakeover('cancel')
  expect([store.getState().screen, asked]).toEqual([{ kind: 'home' }, []])
  await store.getState().answerTakeover('open')
  expect(asked).toEqual([])
  await host()
  await store.getState().answerTakeover('open')
  expect([store.getState().screen.kind, asked]).toEqual(['session', ['host network']])
})

it('[UI103] where it can’t be asked, the shelf says why, and nothing is opened', async () => {
  elsewhere = refused
  await host()
  expect(store.getState()).toMatchObject({
    screen: { kind: 'home' },
    problem: { of: 'shelf', sentence: 'The bucket does not answer.' },
  })
  expect(asked).toEqual([])
})

it('[UI340] a file waits through another try for its picture, and is handed out once', async () => {
  FakeWorker.listeners.length = 0
  store.getState().hostFile(new File([], 'Reef.psd'), 'computer')
  const image = { width: 1, height: 1, layers: [] }
  FakeWorker.listeners[0]?.({ data: { kind: 'read', image, losses: [] } })
  await vi.waitFor(() => expect(store.getState().screen.kind).toBe('session'))
  store.getState().tryAgain()
  const take = () => sessionOf()?.takeFile()?.title
  expect([take(), take()]).toEqual(['Reef', undefined])
  store.getState().tryAgain()
  expect(take()).toBeUndefined()
})

const link =
  'https://192.168.1.20:41873/#AgPv8MMMMMMMMMMMMMMMMMMAAQIDBAUGBwgJCgsMDQ4PAf_-_fz7-vn49_b19PPy8fACCVtmZDAwOjo3XZHHAgxhbm5hLmV4YW1wbGW7Aw'

it('[EN8][EN9] a session is joined by way of this computer, and the way is closed when it is left', async () => {
  await store.getState().join(` ${link} `)
  expect(sessionOf()?.joinable.getState().now?.start.invite).toBe(`${link}, by way of this computer`)
  expect(asked).toEqual([])
  await store.getState().leave()
  expect(asked).toEqual(['close tunnel'])
})

it('[EL38] an invite opened outside waits until it is used or refused, also in a session', async () => {
  links = [link]
  tell.inviteOpened()
  await vi.waitFor(() => expect(store.getState().openedInvite).toBe(link))
  await store.getState().join(link)
  expect(store.getState().openedInvite).toBeUndefined()
  links = [link]
  tell.inviteOpened()
  await vi.waitFor(() => expect(store.getState().openedInvite).toBe(link))
  store.getState().refuseInvite()
  expect(store.getState()).toMatchObject({ openedInvite: undefined, screen: { kind: 'session' } })
})
