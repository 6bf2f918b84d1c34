import { beforeEach, expect, it, vi } from 'vitest'
import type { Hosting, RunningSession } from '../../sync-core/node/hosting.ts'
import type { Clock, HostState, SavedState } from '../../sync-core/index.ts'
import { HostedPicture } from './hosted-picture.ts'

interface FakeSession extends RunningSession {
  offer: string | undefined
  droppable: string | undefined
  people: number
  saved: SavedState
  closing: Promise<void>
  fail: (sentence: string) => void
}

let events: string[]
let sessions: FakeSession[]
let failStart: Error | undefined
let hosted: HostedPicture
let said: string[]
let timers: Map<number, () => void>

const clock: Clock = {
  nowMs: () => 0,
  after(_delayMs, run) {
    const id = timers.size === 0 ? 1 : Math.max(...timers.keys()) + 1
    timers.set(id, run)
    return { id }
  },
  cancel: (timer) => void timers.delete(timer.id),
}

const passTime = (): void => {
  const due = [...timers.values()]
  timers.clear()
  for (const run of due) run()
}

function fakeSession(pictureId: string, reach: 'computer' | 'network'): FakeSession {
  let listener: (sentence: string) => void = () => undefined
  const session: FakeSession = {
    pictureId,
    title: `Title of ${pictureId}`,
    reach,
    invites: { list: () => [], make: () => Promise.resolve(), withdraw: () => Promise.resolve() },
    whoCanJoin: () => undefined,
    onReach: () => undefined,
    ownInvite: 'own',
    notices: [],
    people: 1,
    saved: { kind: 'unknown' },
    closing: Promise.resolve(),
    offer: undefined,
    droppable: undefined,
    copyOffer: () => session.offer,
    keepCopy() {
      events.push(`copy ${pictureId}`)
      const size = { width: 16, height: 16 }
      return Promise.resolve({ id: 'c', title: 'Copy', size, updatedMs: 1 })
    },
    droppableCopy: () => session.droppable,
    dropCopy(id) {
      events.push(`drop ${id}`)
      session.offer = undefined
      session.droppable = undefined
      return Promise.resolve()
    },
    state: () => ({ people: session.people, saved: session.saved }) as HostState,
    onFailure: (told) => {
      listener = told
    },
    fail: (sentence) => listener(sentence),
    close(sentence) {
      events.push(`close ${pictureId}: ${sentence}`)
      return session.closing
    },
  }
  return session
}

beforeEach(() => {
  events = []
  sessions = []
  failStart = undefined
  const hosting = {
    async host(pictureId: string, reach: 'computer' | 'network') {
      events.push(`host ${pictureId}`)
      await Promise.resolve()
      if (failStart !== undefined) throw failStart
      const session = fakeSession(pictureId, reach)
      sessions.push(session)
      return session
    },
  } as unknown as Hosting
  said = []
  timers = new Map()
  hosted = new HostedPicture({
    hosting: () => hosting,
    clock,
    onFailure: ({ message, copyOffer }) => void events.push(`told ${message}${copyOffer?.sentence ?? ''}`),
    onReach: () => undefined,
    onSaving: (sentence) => void said.push(sentence),
  })
})

it('[EL7] the picture that is hosted already is answered as it runs; another one is refused', async () => {
  const [first, again] = await Promise.all([hosted.host('a', 'network'), hosted.host('a', 'computer')])
  expect(again).toEqual(first)
  expect(again.reach).toBe('network')
  await expect(hosted.host('b', 'computer')).rejects.toThrow(
    '“Title of a” is being hosted. End that session first.',
  )
  expect(events).toEqual(['host a'])
  await hosted.stop('Bye.')
  expect((await hosted.host('b', 'computer')).pictureId).toBe('b')
})

it('[EL7] ending waits for a start on its way, and does nothing when nothing is hosted', async () => {
  const starting = hosted.host('a', 'computer', () => Promise.resolve(undefined))
  await hosted.stop('Bye.')
  await starting
  await hosted.stop('Bye again.')
  expect(events).toEqual(['host a', 'close a: Bye.'])
})

it('[EL7][UI103] what a look finds first is answered, and nothing is hosted', async () => {
  const found = { kind: 'elsewhere' }
  expect(await hosted.host('a', 'computer', () => Promise.resolve(found))).toBe(found)
  expect([hosted.isHosting, events]).toEqual([false, []])
})

it('[EL7] a failed start leaves nothing behind', async () => {
  failStart = new Error('no port')
  await expect(hosted.host('a', 'computer')).rejects.toThrow('no port')
  failStart = undefined
  expect((await hosted.host('b', 'computer')).pictureId).toBe('b')
})

it('[EL8] a session that can’t go on is told to the window and closed; a former one is not', async () => {
  await hosted.host('a', 'computer')
  sessions[0]?.fail('Another host took the picture.')
  await hosted.host('a', 'computer')
  sessions[0]?.fail('again')
  expect(events).toEqual([
    'host a',
    'told Another host took the picture.',
    'close a: Another host took the picture.',
    'host a',
  ])
})

it('[EL5] guests are the people besides the one at this computer', async () => {
  expect(hosted.guests()).toBe(0)
  await hosted.host('a', 'computer')
  expect(hosted.guests()).toBe(0)
  const [session] = sessions
  if (session !== undefined) session.people = 4
  expect(hosted.guests()).toBe(3)
})

it('[EL16] with unsaved work, a session that can’t go on stays for its copy until it is ended', async () => {
  await hosted.host('a', 'computer')
  await expect(hosted.keepCopy()).rejects.toThrow('There is no unsaved work that could be kept as a copy.')
  sessions[0]!.offer = ' 12 updates can be kept.'
  sessions[0]!.fail('Another host took the picture.')
  expect((await hosted.keepCopy()).copy.title).toBe('Copy')
  expect((await hosted.host('b', 'computer')).pictureId).toBe('b')
  await hosted.stop('Bye.')
  expect(events).toEqual([
    'host a',
    'told Another host took the picture. 12 updates can be kept.',
    'copy a',
    'close a: The host opened the picture again.',
    'host b',
    'close b: Bye.',
  ])
})

it('[EL16] unsaved work that was found at the start is offered with the session', async () => {
  await hosted.host('a', 'computer')
  sessions[0]!.offer = 'Unsaved work was found.'
  expect((await hosted.host('a', 'computer')).copyOffer).toEqual({ sentence: 'Unsaved work was found.' })
  await hosted.keepCopy()
  expect(events).toEqual(['host a', 'copy a'])
})

it('[EL18] unsaved work that lies here can be thrown away, what is offered next is told, and what is not offered is not', async () => {
  await hosted.host('a', 'computer')
  const [session] = sessions
  await expect(hosted.dropCopy('older')).rejects.toThrow(
    'There is no unsaved work that could be thrown away.',
  )
  session!.offer = 'Unsaved work was found.'
  expect((await hosted.keepCopy()).next).toEqual({ sentence: 'Unsaved work was found.' })
  await expect(hosted.dropCopy('older')).rejects.toThrow(
    'There is no unsaved work that could be thrown away.',
  )
  session!.droppable = 'older'
  const { copyOffer } = await hosted.host('a', 'computer')
  expect(copyOffer).toEqual({ sentence: 'Unsaved work was found.', droppable: 'older' })
  await expect(hosted.dropCopy('newer')).rejects.toThrow(
    'There is no unsaved work that could be thrown away.',
  )
  expect(await hosted.dropCopy('older')).toEqual({})
  expect(events).toEqual(['host a', 'copy a', 'drop older'])
})

it('[EL19] while the last save runs, it is told how far it is, each sentence once, and when it is over', async () => {
  await hosted.host('a', 'computer')
  const session = sessions[0]!
  let close = (): void => undefined
  session.closing = new Promise((resolve) => (close = resolve))
  passTime()
  expect([said, timers.size]).toEqual([[], 0])
  const stopping = hosted.stop('Bye.')
  await vi.waitFor(() => expect(timers.size).toBe(1))
  const saving = (sentence: string) => ({ kind: 'saving', seq: 1, sinceMs: 0, sentence }) as const
  for (const saved of [saving(''), saving('12 of 40 MB'), saving('12 of 40 MB'), saving('40 of 40 MB')]) {
    session.saved = saved
    passTime()
  }
  session.saved = { ...saving('Said before.'), kind: 'saved' }
  passTime()
  expect(said).toEqual(['12 of 40 MB', '40 of 40 MB'])
  close()
  await stopping
  expect([said.at(-1), said.length, timers.size]).toEqual(['', 3, 0])
})

it('[EL6] who stops behind a stop that nobody waits for is told of its failure, and later ones are not', async () => {
  await hosted.host('a', 'computer')
  let refuse: (error: Error) => void = () => undefined
  sessions[0]!.closing = new Promise((_resolve, reject) => (refuse = reject))
  const left = hosted.stop('The host left.').catch((error: Error) => error.message)
  const quit = hosted.stop('The host quits.').catch((error: Error) => error.message)
  await vi.waitFor(() => expect(events).toContain('close a: The host left.'))
  refuse(new Error('The bucket is away.'))
  expect([await left, await quit]).toEqual(['The bucket is away.', 'The bucket is away.'])
  await hosted.stop('The host quits.')
  expect(events.filter((event) => event.startsWith('close'))).toHaveLength(1)
})
