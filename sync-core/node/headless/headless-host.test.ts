import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { formatInvite, parseInvite } from '../../protocol/invite.ts'
import { soon, trialBrush } from '../../testing/hosting-trial.ts'
import { heardBy, joinAs } from '../../testing/socket-guest.ts'
import { sysdbThreadSource } from '../../testing/sqlite-trial.ts'
import { strokeBegin } from '../../testing/stroke-begin.ts'
import type { Operation } from '../../raster/operation.ts'
import { eventLog } from './event-log.ts'
import { openHeadlessHost, type HeadlessHost } from './headless-host.ts'
import type { HostConfig } from './host-words.ts'

const password = 'correct horse battery'
const stroke: readonly Operation[] = [
  strokeBegin(trialBrush, [{ x: 800, y: 800, pressure: 1023 }]),
  { kind: 'end' },
]

let folder: string
let lines: string[]
let host: HeadlessHost | undefined

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gesso-headless-'))
  await mkdir(join(folder, 'pages'))
  await writeFile(join(folder, 'pages', 'index.html'), 'the guest page')
  await writeFile(join(folder, 'word'), `${password}\n`)
  lines = []
  host = undefined
})
afterEach(async () => {
  await host?.drain()
  await rm(folder, { recursive: true, force: true })
})

async function open(change: Partial<HostConfig> = {}): Promise<HeadlessHost> {
  const opened = await openHeadlessHost(
    {
      data: join(folder, 'data'),
      port: 0,
      addresses: ['127.0.0.2'],
      adminPort: 0,
      adminAddress: '127.0.0.1',
      adminPasswordFile: join(folder, 'word'),
      log: 'json',
      ...change,
    },
    {
      pagesDir: join(folder, 'pages'),
      primaryThreadFile: new URL('../../testing/primary-thread-source.mjs', import.meta.url),
      sysdbThreadFile: sysdbThreadSource,
      log: eventLog('json', { nowMs: () => 0 }, (line) => void lines.push(line)),
    },
  )
  host = opened
  return opened
}

interface Reply {
  readonly status: number
  readonly body: string
}

function ask(
  path: string,
  {
    form,
    word = password,
    headers = {},
  }: { form?: Record<string, string>; word?: string; headers?: Record<string, string> } = {},
): Promise<Reply> {
  const credentials = Buffer.from(`anna:${word}`).toString('base64')
  return new Promise((resolve, reject) => {
    const call = request(
      {
        host: '127.0.0.1',
        port: host!.adminPort,
        path,
        method: form === undefined ? 'GET' : 'POST',
        headers: { ...(word === '' ? {} : { authorization: `Basic ${credentials}` }), ...headers },
      },
      (response) => {
        let body = ''
        response.setEncoding('utf8')
        response.on('data', (text: string) => (body += text))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
      },
    )
    call.on('error', reject)
    call.end(form && new URLSearchParams(form).toString())
  })
}

/** The links on the admin page, as a program of this computer dials them. */
async function links(): Promise<readonly string[]> {
  const { body } = await ask('/admin')
  return [...body.matchAll(/<code>([^<]*)<\/code>/g)].map(([, link = '']) => {
    const invite = parseInvite(link.replaceAll('&#38;', '&'))
    expect(invite.places).toEqual([{ address: '127.0.0.2', port: host!.port }])
    expect(invite.pin).toHaveLength(16)
    return formatInvite({ ...invite, places: [{ address: '127.0.0.1', port: host!.port }], pin: undefined })
  })
}

const create = (title: string): Promise<Reply> =>
  ask('/admin/pictures', { form: { title, width: '200', height: '100' } })
const events = (): readonly unknown[] => lines.map((line) => (JSON.parse(line) as { event: string }).event)

describe('a headless host', () => {
  it('[HH3] has many pictures on one port, opened by their first guest and closed after the last', async () => {
    await open()
    await create('Sea')
    await create('Hill & <Dale>')
    const [first, second] = await links()
    const [ann, ben] = [joinAs(first!, 1), joinAs(second!, 2)]
    await expect.poll(() => heardBy(ann, 'welcome').length + heardBy(ben, 'welcome').length).toBe(2)
    const titles = [ann, ben].map((guest) => heardBy(guest, 'welcome')[0]!.title)
    expect(titles.sort()).toEqual(['Hill & <Dale>', 'Sea'])
    ann.draw(1, stroke)
    await expect.poll(() => heardBy(ann, 'updates').flatMap(({ updates }) => updates).length).toBe(2)
    expect(heardBy(ben, 'updates')).toEqual([])
    expect((await ask('/metrics')).body).toMatch(/^gesso_people 2$/m)
    expect(JSON.parse((await ask('/health')).body)).toMatchObject({ ok: true, pictures: 2, people: 2 })
    expect((await ask('/admin')).body).toContain('Hill &#38; &#60;Dale&#62;')
    ben.leave()
    await vi.waitFor(() => expect(events()).toContain('picture closed'), soon)
    expect(JSON.parse((await ask('/health')).body)).toMatchObject({ pictures: 1, people: 1 })
    const back = joinAs(second!, 2)
    await expect.poll(() => heardBy(back, 'welcome').length).toBe(1)
  })

  it('[HH4] drained, it tells its guests, who come back to the same picture by the same invite', async () => {
    const { port } = await open()
    await create('Sea')
    const [link] = await links()
    const ann = joinAs(link!, 1)
    await expect.poll(() => heardBy(ann, 'welcome').length).toBe(1)
    ann.draw(1, stroke)
    await expect.poll(() => heardBy(ann, 'updates').length).toBeGreaterThan(0)
    await host!.drain()
    expect(heardBy(ann, 'refusal')).toEqual([
      {
        kind: 'refusal',
        code: 'restarting',
        sentence: 'The host restarts. Your window comes back by itself.',
      },
    ])
    expect(events().slice(-2)).toEqual(['picture closed', 'drained'])
    await open({ port })
    expect(await links()).toEqual([link])
    const again = joinAs(link!, 1)
    await expect.poll(() => heardBy(again, 'welcome')[0]?.seq).toBe(2)
  })

  it('[HH5] shows health and metrics to everybody, and the page to who has the password', async () => {
    await open()
    for (const path of ['/health', '/metrics', '/admin.css'])
      expect([path, (await ask(path, { word: '' })).status]).toEqual([path, 200])
    expect((await ask('/admin', { word: '' })).status).toBe(401)
    expect((await ask('/admin')).status).toBe(200)
    expect((await ask('/admin', { headers: { host: 'evil.example' } })).status).toBe(421)
    const foreign = await ask('/admin/pictures', {
      form: { title: 'x', width: '100', height: '100' },
      headers: { origin: 'https://evil.example' },
    })
    expect(foreign.status).toBe(403)
    const own = await ask('/admin/pictures', {
      form: { title: 'x', width: '100', height: '100' },
      headers: { origin: `http://127.0.0.1:${host!.adminPort}`, host: `127.0.0.1:${host!.adminPort}` },
    })
    expect([own.status, own.body]).toEqual([200, expect.stringContaining('“x” is there')])
    expect((await ask('/admin/pictures', { form: { title: 'x'.repeat(9000) } })).status).toBe(400)
    expect((await ask('/etc/passwd')).status).toBe(404)
    for (let i = 0; i < 10; i++) expect((await ask('/admin', { word: `wrong ${i}` })).status).toBe(401)
    expect((await ask('/admin')).status).toBe(429)
  })

  it('[HH5] says what is wrong with a wish, and does nothing', async () => {
    await open()
    await create('Sea')
    const id = /name="picture" value="([a-z2-7]{26})"/.exec((await ask('/admin')).body)![1]!
    const wishes: readonly (readonly [string, Record<string, string>, RegExp])[] = [
      ['/admin/pictures', { title: '', width: '100', height: '100' }, /title/i],
      [
        '/admin/pictures',
        { title: 'x', width: '1e9', height: '100' },
        /“width” is “1e9”, but it is a whole number/,
      ],
      ['/admin/invites', { picture: '../x', role: 'painter' }, /“picture” is “..\/x”/],
      [
        '/admin/invites',
        { picture: id, role: 'host' },
        /“role” is “host”, but it is co-host, painter, viewer/,
      ],
      [
        '/admin/invites',
        { picture: id, role: 'painter', days: '1000' },
        /“days” is “1000”, but it is 0.04 to 365/,
      ],
      ['/admin/withdraw', { picture: id, invite: '1' }, /“invite” is “1”/],
    ]
    for (const [path, form, sentence] of wishes) {
      const { body } = await ask(path, { form })
      expect(/class="said"[^>]*>([^<]*)</.exec(body)?.[1]).toMatch(sentence)
    }
    expect(await links()).toHaveLength(1)
    await ask('/admin/invites', { form: { picture: id, role: 'viewer', days: '1', uses: '5' } })
    const [painters, viewers] = await links()
    const watcher = joinAs(viewers!, 3)
    await expect.poll(() => heardBy(watcher, 'welcome')[0]?.role).toBe('viewer')
    const invite = /name="invite" value="([0-9a-f]{16})"/.exec((await ask('/admin')).body)![1]!
    await ask('/admin/withdraw', { form: { picture: id, invite } })
    const late = joinAs(painters!, 4)
    await expect.poll(() => heardBy(late, 'refusal')[0]?.code).toBe('bad-token')
  })

  it('[HH6] what can’t be used is told before anybody comes', async () => {
    await writeFile(join(folder, 'short'), 'abc')
    await writeFile(join(folder, 'nonsense'), 'no certificate')
    const nonsense = { certificateFile: join(folder, 'nonsense'), keyFile: join(folder, 'nonsense') }
    await expect(open({ adminPasswordFile: join(folder, 'short') })).rejects.toThrow(/has 3 characters/)
    await expect(open({ adminPasswordFile: join(folder, 'gone') })).rejects.toThrow(/can't be read/)
    await expect(open({ certificate: nonsense })).rejects.toThrow(/can't be used/)
    const { port } = await open()
    await expect(open({ data: join(folder, 'other'), port })).rejects.toThrow(/Port \d+ is in use/)
    expect((await ask('/health')).status).toBe(200)
  })
})
