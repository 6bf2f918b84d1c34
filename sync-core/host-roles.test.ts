import { expect, it } from 'vitest'
import { decodeOperation } from './raster/operation-codec.ts'
import { HostedSession } from './testing/hosted-session.ts'
import type { ScriptedGuest } from './testing/scripted-guest.ts'
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
