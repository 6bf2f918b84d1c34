import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StorageError } from '../base/errors.ts'
import type { Operation } from '../raster/operation.ts'
import { HostingTrial, trialBrush } from '../testing/hosting-trial.ts'
import { heardBy, joinAs } from '../testing/socket-guest.ts'
import { strokeBegin } from '../testing/stroke-begin.ts'
import { readPageFiles } from './page-files.ts'
import { openPictureFolder } from './picture-folder.ts'

let trial: HostingTrial
beforeEach(async () => {
  trial = await HostingTrial.begin()
})
afterEach(async () => {
  await trial.end()
})

const stroke: Operation[] = [
  strokeBegin(trialBrush, [{ x: 800, y: 800, pressure: 1023 }]),
  { kind: 'stroke-points', samples: [{ x: 800, y: 0, pressure: 0 }] },
  { kind: 'end' },
]

describe('a hosted picture', () => {
  it('[ND15] is drawn over a real socket, written when the session ends, and opened again with the same invite', async () => {
    const hosting = await trial.open()
    const { id } = await hosting.createPicture({ title: 'Sea', size: trial.size })
    expect(await hosting.thumbnail(id)).toBe(undefined)
    const first = await trial.host(hosting, id)
    expect([first.pictureId, first.title, first.reach, first.notices]).toEqual([id, 'Sea', 'computer', []])
    const [[invite = ''] = []] = first.invites.list().map(({ links }) => links)
    expect(first.invites.list()).toHaveLength(1)
    expect(first.ownInvite).not.toBe(invite)

    const owner = joinAs(first.ownInvite, 1)
    const guest = joinAs(invite, 2)
    await expect.poll(() => heardBy(owner, 'welcome')[0]?.role).toBe('host')
    await expect.poll(() => heardBy(guest, 'welcome')[0]?.role).toBe('painter')
    owner.draw(1, stroke)
    await expect.poll(() => heardBy(guest, 'updates').flatMap((message) => message.updates).length).toBe(3)
    await expect.poll(() => heardBy(owner, 'durable').at(-1)?.seq).toBe(3)
    expect(first.state().people).toBe(2)

    await first.close('That was it.')
    expect(heardBy(guest, 'bye').map((message) => message.sentence)).toEqual(['That was it.'])
    await expect.poll(() => guest.ended() && owner.ended()).toBe(true)
    expect([...((await hosting.thumbnail(id)) ?? [])].slice(1, 4)).toEqual([0x50, 0x4e, 0x47])

    await hosting.close()
    const again = await trial.host(await trial.open(), id)
    expect(again.invites.list()[0]?.links).toEqual([invite])
    expect(again.ownInvite).not.toBe(first.ownInvite)
    const late = joinAs(invite, 2)
    await expect.poll(() => heardBy(late, 'welcome')[0]?.seq).toBe(3)
    expect(trial.notes).toEqual([])
  })

  it('[ND15] is listed, renamed, deleted and brought back', async () => {
    const hosting = await trial.open()
    const sea = await hosting.createPicture({ title: 'Sea', size: trial.size })
    await hosting.renamePicture(sea.id, 'Ocean')
    expect((await hosting.listPictures()).map((one) => [one.id, one.title, one.size])).toEqual([
      [sea.id, 'Ocean', trial.size],
    ])
    await hosting.deletePicture(sea.id)
    expect(await hosting.listPictures()).toEqual([])
    await hosting.restorePicture(sea.id)
    expect((await hosting.listPictures()).map((one) => one.title)).toEqual(['Ocean'])
  })
})

describe('a start that fails', () => {
  it('[ND16] is a sentence, and gives back what was taken', async () => {
    const good = await trial.open()
    const { id } = await good.createPicture({ title: 'Sea', size: trial.size })

    const noPages = await trial.open({ pages: () => readPageFiles(join(trial.folder, 'nowhere')) })
    await expect(noPages.host(id, 'computer')).rejects.toThrow(/^The guest page is missing/)

    const broken = join(trial.folder, 'broken.mjs')
    await writeFile(broken, `throw new Error('no thread today')`)
    const noThread = await trial.open({ primaryThreadFile: broken })
    await expect(noThread.host(id, 'computer')).rejects.toThrow(/no thread today/)

    await writeFile(join(trial.folder, 'file'), '')
    const noJournal = await trial.open({ dataDir: join(trial.folder, 'other') })
    await mkdir(join(trial.folder, 'other'), { recursive: true })
    await writeFile(join(trial.folder, 'other', 'journal'), 'a file where a folder should be')
    await expect(noJournal.host(id, 'computer')).rejects.toThrow(/other\/journal/)

    const session = await trial.host(good, id)
    expect(session.title).toBe('Sea')
  })

  it('[ND16] a picture that is hosted already is refused, and the running session goes on', async () => {
    const hosting = await trial.open()
    const { id } = await hosting.createPicture({ title: 'Sea', size: trial.size })
    const running = await trial.host(hosting, id)
    const other = await trial.open({ dataDir: join(trial.folder, 'other') })
    await expect(other.host(id, 'computer')).rejects.toMatchObject({ code: 'in-use' })
    await expect(hosting.deletePicture(id)).rejects.toMatchObject({ code: 'in-use' })
    const owner = joinAs(running.ownInvite, 1)
    await expect.poll(() => heardBy(owner, 'welcome').length).toBe(1)
    expect(await readdir(join(trial.folder, 'data'))).toContain('invites.json')
  })

  it('[ND16] a folder that can’t be used is named by each call, until it can', async () => {
    const place = join(trial.folder, 'usb')
    await writeFile(place, 'a file where a folder should be')
    const hosting = await trial.open({ openPictures: () => openPictureFolder(place) })
    await expect(hosting.listPictures()).rejects.toThrow(place)
    await expect(hosting.createPicture({ title: 'Sea', size: trial.size })).rejects.toThrow(place)
    await rm(place)
    expect(await hosting.listPictures()).toEqual([])
  })

  it('[ND20] the place of the pictures is opened when it is needed, once, and again when that failed', async () => {
    let opened = 0
    const hosting = await trial.open({
      openPictures() {
        opened += 1
        if (opened === 1) return Promise.reject(new StorageError('unavailable', 'No answer.', true))
        return trial.pictures()
      },
    })
    expect(opened).toBe(0)
    await expect(hosting.listPictures()).rejects.toThrow('No answer.')
    expect(await Promise.all([hosting.listPictures(), hosting.listPictures()])).toEqual([[], []])
    await hosting.createPicture({ title: 'Sea', size: trial.size })
    expect(opened).toBe(2)
  })

  it('[ND21] a closed hosting closes its place, also one that is still being opened, and opens none again', async () => {
    const closed: string[] = []
    const openAs = (name: string) => async () => {
      const kept = await openPictureFolder(join(trial.folder, name))
      return { ...kept, close: () => void closed.push(name) }
    }
    const used = await trial.open({ openPictures: openAs('used') })
    await used.listPictures()
    await used.close()
    expect(closed).toEqual(['used'])
    await expect(used.listPictures()).rejects.toMatchObject({ code: 'unavailable' })
    const opening = await trial.open({ openPictures: openAs('opening') })
    const list = opening.listPictures()
    await opening.close()
    await list
    expect(closed).toEqual(['used', 'opening'])
    const unused = await trial.open({ openPictures: openAs('unused') })
    await unused.close()
    await expect(unused.createPicture({ title: 'Sea', size: trial.size })).rejects.toMatchObject({
      code: 'unavailable',
    })
    expect(await readdir(trial.folder)).not.toContain('unused')
    expect(trial.notes).toEqual([])
  })

  it('[ND16] an unknown picture is named', async () => {
    const hosting = await trial.open()
    await expect(hosting.host('a'.repeat(26), 'computer')).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('a session that can’t go on', () => {
  it('[ND17] says so once, keeps what was drawn, and can be opened again', async () => {
    const source = new URL('../testing/primary-thread-source.mjs', import.meta.url).href
    const dying = join(trial.folder, 'dying.mjs')
    await writeFile(
      dying,
      `import { parentPort } from 'node:worker_threads'\nawait import('${source}')\n` +
        `parentPort.on('message', ({ verb }) => { if (verb === 'apply') process.exit(3) })\n`,
    )
    const hosting = await trial.open({ primaryThreadFile: dying })
    const { id } = await hosting.createPicture({ title: 'Sea', size: trial.size })
    const session = await trial.host(hosting, id)
    const failures: string[] = []
    session.onFailure((sentence) => void failures.push(sentence))
    const owner = joinAs(session.ownInvite, 1)
    await expect.poll(() => heardBy(owner, 'welcome').length).toBe(1)
    owner.draw(1, stroke)
    await expect.poll(() => failures).toEqual([expect.stringContaining('ended with code 3')])
    session.onFailure((sentence) => void failures.push(sentence))
    expect(failures).toHaveLength(2)
    await session.close('The session stopped.')
    await expect.poll(() => owner.ended()).toBe(true)
    await hosting.close()

    const again = await trial.host(await trial.open(), id)
    expect(again.state().seq).toBe(3)
  })
})
