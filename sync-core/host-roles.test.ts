import { expect, it } from 'vitest'
import { limits, type Limits } from './base/limits.ts'
import { forgetful, HouseRules, noRules } from './broadcast/house-rules.ts'
import { encodeClientMessage, type ClientMessage } from './protocol/messages.ts'
import { decodeOperation } from './raster/operation-codec.ts'
import { HostedSession } from './testing/hosted-session.ts'
import { ScriptedGuest } from './testing/scripted-guest.ts'
import { inviteToken, ownerToken, viewerToken } from './testing/test-door.ts'

const kindsOf = (guest: ScriptedGuest): string[] =>
  guest
    .all('updates')
    .flatMap(({ updates }) => updates.map(({ operation }) => decodeOperation(operation).kind))

it('[RO1] the token says the role, and everybody is told', async () => {
  const session = await HostedSession.open()
  const ann = await session.join(1, ownerToken)
  const ben = await session.join(2, viewerToken)
  await session.join(3, inviteToken)
  expect([ann.last('welcome')?.role, ben.last('welcome')?.role]).toEqual(['host', 'viewer'])
  await session.until(() => ben.last('roster')?.people.length === 3)
  const roles = Object.fromEntries(ben.last('roster')!.people.map(({ author, role }) => [author, role]))
  expect(roles).toEqual({ 1: 'host', 2: 'viewer', 3: 'painter' })
})

it('[RO2] what a viewer sends shows nowhere, and leaves no gap', async () => {
  const session = await HostedSession.open()
  const ann = await session.join(1)
  const ben = await session.join(2, viewerToken)
  ben.stroke(300, 300)
  ben.update({ kind: 'layer-add', id: 5, above: 1, name: 'Sky' })
  ben.update({ kind: 'undo', action: 1 })
  ann.stroke(320, 320)
  await session.until(() => ann.order().length === 6)
  expect(kindsOf(ann)).toEqual('end end end end stroke-begin end'.split(' '))
  expect(ben.isEnded).toBe(false)
  expect(ann.order().map(([, author, clientSeq]) => [author, clientSeq])).toEqual([
    [2, 1],
    [2, 2],
    [2, 3],
    [2, 4],
    [1, 1],
    [1, 2],
  ])
})

it('[RO2] who comes back by another invite has its role from then on', async () => {
  const session = await HostedSession.open()
  const ann = await session.join(1)
  const ben = await session.join(2, viewerToken)
  ben.drop()
  const again = await session.join(2, inviteToken)
  again.stroke(300, 300)
  await session.until(() => ann.order().length === 2)
  expect(kindsOf(ann)).toEqual(['stroke-begin', 'end'])
})

type Deed = Extract<ClientMessage, { kind: 'moderate' }>['deed']

async function gathered(change: Partial<Limits> = {}) {
  const session = await HostedSession.open(change)
  const host = await session.join(1, ownerToken)
  const helper = await session.join(2)
  const painter = await session.join(3)
  const order = (by: ScriptedGuest, deed: Deed): void =>
    by.sendBytes(encodeClientMessage({ kind: 'moderate', deed }))
  order(host, { kind: 'role', of: 2, role: 'co-host' })
  await session.until(() => roleOf(painter, 2) === 'co-host')
  return { session, host, helper, painter, order }
}

const roleOf = (guest: ScriptedGuest, author: number): string | undefined =>
  guest.last('roster')?.people.find((person) => person.author === author)?.role

it('[RO10][RO14] who keeps order gives roles, and everybody is told', async () => {
  const { session, helper, painter, order } = await gathered()
  order(helper, { kind: 'role', of: 3, role: 'viewer' })
  await session.until(() => roleOf(painter, 3) === 'viewer')
  expect(painter.last('moderated')).toEqual({
    kind: 'moderated',
    by: 2,
    deed: { kind: 'role', of: 3, role: 'viewer' },
  })
  expect(session.notes).toContain('Participant 2 kept order: {"kind":"role","of":3,"role":"viewer"}.')
  painter.stroke(300, 300)
  helper.stroke(300, 300)
  await session.until(() => painter.order().length === 4)
  expect(kindsOf(painter)).toEqual(['end', 'end', 'stroke-begin', 'end'])
})

it('[RO10] nobody does it to who stands as high, and what may not be done is nothing', async () => {
  const { session, host, helper, painter, order } = await gathered()
  const deeds: readonly (readonly [ScriptedGuest, Deed])[] = [
    [painter, { kind: 'role', of: 3, role: 'co-host' }],
    [painter, { kind: 'canvas', locked: true }],
    [painter, { kind: 'remove', of: 2, ban: 'ever' }],
    [helper, { kind: 'remove', of: 1, ban: 'ever' }],
    [helper, { kind: 'role', of: 1, role: 'viewer' }],
    [helper, { kind: 'role', of: 2, role: 'viewer' }],
    [helper, { kind: 'role', of: 3, role: 'co-host' }],
    [host, { kind: 'role', of: 1, role: 'viewer' }],
    [host, { kind: 'remove', of: 0, ban: 'ever' }],
    [host, { kind: 'remove', of: 99, ban: 'none' }],
    [host, { kind: 'canvas', locked: false }],
  ]
  for (const [by, deed] of deeds) order(by, deed)
  await session.run(1000)
  expect([host, helper, painter].map((guest) => [guest.all('moderated').length, guest.isEnded])).toEqual([
    [1, false],
    [1, false],
    [1, false],
  ])
  expect([1, 2, 3].map((author) => roleOf(painter, author))).toEqual(['host', 'co-host', 'painter'])
})

it('[RO11] while the canvas is locked, those who keep order paint and nobody else', async () => {
  const { session, host, helper, painter, order } = await gathered()
  order(helper, { kind: 'canvas', locked: true })
  await session.until(() => painter.last('rules')?.canvasLocked === true)
  const late = await session.join(4)
  expect(late.last('rules')).toEqual({
    kind: 'rules',
    canvasLocked: true,
    asksFirst: false,
    hasPassword: false,
  })
  for (const guest of [painter, helper, host]) guest.stroke(300, 300)
  await session.until(() => late.order().length === 6)
  expect(kindsOf(late).sort()).toEqual(['end', 'end', 'end', 'end', 'stroke-begin', 'stroke-begin'])
  order(host, { kind: 'canvas', locked: false })
  await session.until(() => painter.last('rules')?.canvasLocked === false)
  painter.stroke(300, 300)
  await session.until(() => late.order().length === 8)
  expect(kindsOf(late).slice(6)).toEqual(['stroke-begin', 'end'])
})

it('[RO12] who is removed may come back, who is banned may not; what they drew stays', async () => {
  const { session, host, painter, order } = await gathered()
  painter.stroke(300, 300)
  await session.until(() => host.order().length === 2)
  order(host, { kind: 'remove', of: 3, ban: 'none' })
  await session.until(() => painter.isEnded)
  expect(painter.last('refusal')).toMatchObject({
    code: 'removed',
    sentence: expect.stringMatching(/removed you from/) as string,
  })
  const again = await session.join(3)
  order(host, { kind: 'remove', of: 3, ban: 'session' })
  await session.until(() => again.isEnded)
  expect(again.last('refusal')).toMatchObject({
    code: 'banned',
    sentence: expect.stringMatching(/does not let you in again\.$/) as string,
  })
  for (const token of [inviteToken, viewerToken]) {
    const refused = new ScriptedGuest(session.host, 3)
    refused.hello(token)
    expect(refused.last('refusal')?.code).toBe('banned')
  }
  expect(host.order()).toHaveLength(2)
})

it('[RO13] a given role goes before an invite’s, also after coming back, except the owner’s', async () => {
  const { session, host, painter, order } = await gathered()
  order(host, { kind: 'role', of: 3, role: 'viewer' })
  await session.until(() => roleOf(host, 3) === 'viewer')
  painter.drop()
  expect((await session.join(3)).last('welcome')?.role).toBe('viewer')
  expect((await session.join(3, ownerToken)).last('welcome')?.role).toBe('host')
})

it('[RO13] what is kept names nobody by their key, and the oldest is forgotten', () => {
  let kept = noRules
  const rules = new HouseRules(
    { ...forgetful, keep: (now) => void (kept = now) },
    { ...limits, rulesKeptMax: 3 },
  )
  const key = (byte: number): Uint8Array => new Uint8Array(16).fill(byte)
  for (let i = 1; i <= 5; i++) {
    rules.ban(key(i), 'ever')
    rules.giveRole(key(i), 'viewer')
  }
  rules.ban(key(9), 'session')
  expect([kept.banned.length, kept.roles.length]).toEqual([3, 3])
  expect(JSON.stringify(kept)).not.toContain('05'.repeat(16))
  const again = new HouseRules({ ...forgetful, stored: kept }, limits)
  expect([1, 2, 3, 4, 5, 9].map((i) => again.refusalOf(key(i), 'painter') !== undefined)).toEqual([
    false,
    false,
    true,
    true,
    true,
    false,
  ])
  expect(again.refusalOf(key(5), 'host')).toBeUndefined()
  expect([again.roleOf(key(5), 'painter'), again.roleOf(key(1), 'painter')]).toEqual(['viewer', 'painter'])
})
