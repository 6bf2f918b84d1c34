import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { limits } from '../base/limits.ts'
import { Prng } from '../base/prng.ts'
import { startClient, type Client } from '../client.ts'
import { MemoryStore } from '../pictures/memory-store.ts'
import { StoredPictures } from '../pictures/stored-pictures.ts'
import type { ObjectStore } from '../pictures/object-store.ts'
import { makePictureId } from '../base/picture-id.ts'
import { parseInvite, socketUrl, tokenBytes } from '../protocol/invite.ts'
import { firstLayer } from '../raster/structure.ts'
import { HostingTrial, trialBrush } from '../testing/hosting-trial.ts'
import type { Hosting, RunningSession } from './hosting.ts'
import { SystemClock } from './system-clock.ts'
import { WsDialer } from './ws-dialer.ts'

const clock = new SystemClock()

/** What several computers reach; nobody there knows who lives. */
class SharedBucket extends MemoryStore {
  override readonly place = 'bucket'
  override readonly hold: ObjectStore['hold'] = () => Promise.resolve(() => Promise.resolve())
}

let trial: HostingTrial
let bucket: SharedBucket
let computers: number
let pictures: number

beforeEach(async () => {
  const often = { ...limits, slotEveryMs: 10, uploadedTickMs: 10, idleStampMs: 50 }
  trial = await HostingTrial.begin({ clock, limits: often })
  bucket = new SharedBucket()
  computers = 0
  pictures = 0
})
afterEach(() => trial.end())

/** A computer of that number: started again, when there was one. */
function newComputer(number = ++computers): Promise<Hosting> {
  return trial.open({
    dataDir: join(trial.folder, `data-${number}`),
    openPictures: () =>
      Promise.resolve({
        pictures: new StoredPictures(bucket, new Uint8Array(8).fill(number)),
        placeName: 'bucket',
        newPictureId: () => makePictureId(new Uint8Array(16).fill(++pictures)),
        close: () => undefined,
      }),
  })
}

/** A window of the owner, in sync. */
async function enter(session: RunningSession): Promise<Client> {
  const invite = parseInvite(session.ownInvite)
  const client = startClient({
    dialer: new WsDialer(socketUrl(invite)),
    clock,
    prng: new Prng(1),
    token: tokenBytes(invite.token),
    participantKey: new Uint8Array(16).fill(5),
    name: 'Ann',
    color: 0x2f6fde,
    listener: { onState: () => undefined, onPresence: () => undefined, onDirty: () => undefined },
  })
  await vi.waitFor(() => expect(client.state().connection.kind).toBe('connected'), { timeout: 20_000 })
  return client
}

async function draw(client: Client, x: number): Promise<void> {
  client.beginStroke(firstLayer, trialBrush, [{ x: x * 16, y: 40 * 16, pressure: 900 }])
  client.addSamples([{ x: (x + 30) * 16, y: 60 * 16, pressure: 900 }])
  client.endStroke()
  const { seq } = client
  await vi.waitFor(() => {
    const state = client.state()
    expect(state.unacknowledged).toBe(0)
    expect(state.seq).toBeGreaterThan(seq)
  })
}

/** The computer's work after another one took the picture: drawn on what both have, until it noticed. */
async function losePicture(): Promise<{
  id: string
  ann: Hosting
  session: RunningSession
  hash: string | undefined
}> {
  const [ann, bob] = [await newComputer(), await newComputer()]
  const { id } = await ann.createPicture({ title: 'Harbour', size: { width: 200, height: 100 } })
  const session = await trial.host(ann, id)
  const client = await enter(session)
  await draw(client, 10)
  await vi.waitFor(() => expect(session.state().uploaded?.seq).toBe(session.state().seq))
  expect(session.copyOffer?.()).toBeUndefined()
  await expect(session.keepCopy?.()).rejects.toMatchObject({ code: 'not-found' })
  const failed = new Promise<string>((resolve) => {
    session.onFailure(resolve)
  })
  const taken = await trial.host(bob, id)
  const window = await enter(taken)
  await draw(window, 150)
  window.leave()
  await taken.close('Bob has drawn.')
  await draw(client, 90)
  expect(await failed).toMatch(/Another copy of Gesso/)
  return { id, ann, session, hash: client.hash() }
}

describe('work that is in no picture', () => {
  it('[BC28] is kept as a picture of its own by the host that was superseded', async () => {
    const { ann, session, hash } = await losePicture()
    expect(session.copyOffer?.()).toMatch(/picture of its own/)
    const copy = await session.keepCopy!()
    expect(copy).toMatchObject({ title: 'Harbour (unsaved work)', size: { width: 200, height: 100 } })
    expect(session.copyOffer?.()).toBeUndefined()
    expect((await ann.listPictures()).map(({ title }) => title).sort()).toEqual([
      'Harbour',
      'Harbour (unsaved work)',
    ])
    const window = await enter(await trial.host(ann, copy.id))
    await vi.waitFor(() => expect(window.hash()).toBe(hash))
    window.undo()
    await vi.waitFor(() => expect(window.hash()).not.toBe(hash))
    window.leave()
  })

  it('[BC28][SJ14] is kept later, too, by whoever opens the picture on that computer, after any restart', async () => {
    const { id, ann: before, session, hash } = await losePicture()
    await session.close('Nobody kept it.').catch(() => undefined)
    const ignored = await trial.host(before, id)
    const offer = ignored.copyOffer?.()
    expect(offer).toMatch(/was continued elsewhere\. .*picture of its own/)
    expect(ignored.notices).toEqual([])
    await ignored.close('Nobody kept it again.')
    await before.close()
    // Nothing that lies there under such a name keeps the picture from opening.
    const journal = join(trial.folder, 'data-1', 'journal')
    await mkdir(join(journal, `${id}.branch-2`))
    await writeFile(join(journal, `${id}.branch-3`), 'hostile')
    const ann = await newComputer(1)
    const again = await trial.host(ann, id)
    expect(again.notices.join(' ')).toMatch(/is damaged: .* stays as .*branch-3/)
    expect([again.copyOffer?.(), offer]).toEqual([offer, expect.stringMatching(/picture of its own/)])
    const copy = await again.keepCopy!()
    expect(copy.title).toBe('Harbour (unsaved work)')
    const window = await enter(await trial.host(ann, copy.id))
    await vi.waitFor(() => expect(window.hash()).toBe(hash))
    window.leave()
    expect(again.copyOffer?.()).toBeUndefined()
    const left = await readdir(journal)
    expect(left.filter((name) => name.includes('.branch-')).sort()).toEqual([
      `${id}.branch-2`,
      `${id}.branch-3`,
    ])
  })

  it('[BC28] stays offered when the copy could not be written, and leaves nothing behind', async () => {
    const { ann, session } = await losePicture()
    const put = vi.spyOn(bucket, 'put').mockRejectedValue(new Error('Put in on purpose.'))
    await expect(session.keepCopy!()).rejects.toThrow(/on purpose/)
    put.mockRestore()
    expect(session.copyOffer?.()).toMatch(/picture of its own/)
    expect((await ann.listPictures()).map(({ title }) => title)).toEqual(['Harbour'])
    await session.keepCopy!()
    expect(await ann.listPictures()).toHaveLength(2)
  })
})
