import { expect, it } from 'vitest'
import { limits, type Limits } from './base/limits.ts'
import { InviteDoor } from './broadcast/door.ts'
import { forgetful, HouseRules, noRules, type StoredPassword } from './broadcast/house-rules.ts'
import type { HostOptions } from './host-contract.ts'
import { encodeClientMessage, type ClientMessage } from './protocol/messages.ts'
import { HostedSession } from './testing/hosted-session.ts'
import { ScriptedGuest } from './testing/scripted-guest.ts'
import { inviteToken, ownerToken, viewerToken } from './testing/test-door.ts'

type Deed = Extract<ClientMessage, { kind: 'moderate' }>['deed']

const order = (by: ScriptedGuest, deed: Deed): void =>
  by.sendBytes(encodeClientMessage({ kind: 'moderate', deed }))
const askersOf = (guest: ScriptedGuest): readonly string[] =>
  guest.last('askers')?.people.map(({ name }) => name) ?? []

/** Ann hosts and has people ask; Ben was in before. */
async function gathered(change: Partial<Limits> = {}) {
  const session = await HostedSession.open(change)
  const ann = await session.join(1, ownerToken)
  const ben = await session.join(2)
  order(ann, { kind: 'lobby', asks: true })
  await session.until(() => ben.last('rules')?.asksFirst === true)
  const ask = (person: number, token = inviteToken): ScriptedGuest => {
    const guest = new ScriptedGuest(session.host, person)
    guest.hello(token)
    return guest
  }
  const answer = (by: ScriptedGuest, name: string, letIn: boolean): void => {
    const asker = by.last('askers')?.people.find((person) => person.name === name)
    order(by, { kind: 'answer', asker: asker?.number ?? 0, letIn })
  }
  return { session, ann, ben, ask, answer }
}

it('[RO20][RO22] a stranger asks, is let in by who keeps order, and joins as everybody does', async () => {
  const { session, ann, ben, ask, answer } = await gathered()
  ben.stroke(300, 300)
  const cleo = ask(3)
  await session.until(() => askersOf(ann).includes('Person 3'))
  expect(cleo.messages.map(({ kind }) => kind)).toEqual(['waiting'])
  expect(askersOf(ben)).toEqual([])
  answer(ann, 'Person 3', true)
  await session.until(() => cleo.last('tiles')?.last === true && cleo.last('roster')?.people.length === 3)
  expect(cleo.last('welcome')?.role).toBe('painter')
  expect(askersOf(ann)).toEqual([])
  expect(ben.last('moderated')?.deed).toMatchObject({ kind: 'answer', letIn: true })
  // Known by now.
  cleo.drop()
  expect((await session.join(3)).last('welcome')?.role).toBe('painter')
})

it('[RO22] who is turned away is told so, and a number that nobody has is nothing', async () => {
  const { session, ann, ask, answer } = await gathered()
  const cleo = ask(3)
  await session.until(() => askersOf(ann).length === 1)
  const told = ann.all('moderated').length
  order(ann, { kind: 'answer', asker: 99, letIn: true })
  answer(ann, 'Person 3', false)
  await session.until(() => cleo.isEnded)
  expect(cleo.last('refusal')).toMatchObject({
    code: 'removed',
    sentence: expect.stringMatching(/did not let you in/) as string,
  })
  await session.until(() => askersOf(ann).length === 0)
  expect(ann.all('moderated')).toHaveLength(told + 1)
})

it('[RO21] who asks hears of the host now and again, and may say nothing but farewell', async () => {
  const { session, ann, ask } = await gathered()
  const cleo = ask(3)
  const dan = ask(4)
  const eve = ask(5)
  await session.run(10_000)
  expect(cleo.all('waiting').length).toBeGreaterThan(2)
  expect(new Set(cleo.messages.map(({ kind }) => kind))).toEqual(new Set(['waiting']))
  cleo.stroke(300, 300)
  dan.sendBytes(encodeClientMessage({ kind: 'bye' }))
  eve.sendBytes(new Uint8Array(5000))
  await session.until(() => cleo.isEnded && dan.isEnded && eve.isEnded)
  expect(cleo.last('refusal')?.code).toBe('malformed')
  expect(eve.last('refusal')?.code).toBe('too-large')
  await session.until(() => askersOf(ann).length === 0)
  expect(ann.order()).toEqual([])
})

it('[RO22] one who asks from another window is there once, in the order of asking; too many are refused', async () => {
  const { session, ann, ask } = await gathered({ lobbyMax: 2 })
  const cleo = ask(3)
  ask(4)
  const again = ask(3)
  await session.until(() => cleo.isEnded)
  expect(cleo.last('refusal')?.code).toBe('replaced')
  await session.until(() => askersOf(ann).join() === 'Person 4,Person 3')
  expect(ask(5).last('refusal')?.code).toBe('session-full')
  again.drop()
  await session.until(() => askersOf(ann).join() === 'Person 4')
})

it('[RO22] only those who keep order know who asks: a new co-host is told, and one that is none any more forgets', async () => {
  const { session, ann, ben, ask } = await gathered()
  ask(3, viewerToken)
  await session.until(() => askersOf(ann).length === 1)
  order(ann, { kind: 'role', of: 2, role: 'co-host' })
  await session.until(() => askersOf(ben).join() === 'Person 3')
  order(ann, { kind: 'role', of: 2, role: 'painter' })
  await session.until(() => askersOf(ben).length === 0)
  ben.drop()
  const back = await session.join(1, ownerToken)
  expect(askersOf(back)).toEqual(['Person 3'])
})

it('[RO23] when nobody has to ask any more, all who wait come in; when the host closes, they are told', async () => {
  const { session, ann, ask } = await gathered()
  const [cleo, dan] = [ask(3), ask(4)]
  await session.until(() => askersOf(ann).length === 2)
  order(ann, { kind: 'lobby', asks: false })
  await session.until(() => [cleo, dan].every((guest) => guest.last('welcome') !== undefined))
  expect([cleo, dan].map((guest) => guest.last('welcome')?.role)).toEqual(['painter', 'painter'])
  order(ann, { kind: 'lobby', asks: true })
  const eve = ask(5)
  await session.until(() => eve.last('waiting') !== undefined)
  void session.host.close('Good night.')
  await session.until(() => eve.isEnded)
  expect(eve.messages.at(-1)?.kind).toBe('bye')
})

it('[RO12][RO20] who is banned while asking does not come in', async () => {
  const { session, ann, ask, answer } = await gathered()
  const cleo = ask(3)
  await session.until(() => askersOf(ann).length === 1)
  answer(ann, 'Person 3', true)
  await session.until(() => cleo.last('roster') !== undefined)
  order(ann, { kind: 'remove', of: 3, ban: 'session' })
  await session.until(() => cleo.isEnded)
  expect(ask(3).last('refusal')?.code).toBe('banned')
})

it('[RO25][RO26][RO27] a stranger needs the password, who was in before does not, and everybody knows that there is one', async () => {
  const session = await HostedSession.open({ passwordGuessesBurst: 5 })
  const ann = await session.join(1, ownerToken)
  const ben = await session.join(2)
  const set = (by: ScriptedGuest, password: string | undefined): void =>
    by.sendBytes(encodeClientMessage({ kind: 'password', password }))
  const come = (person: number, password: string | undefined): ScriptedGuest => {
    const guest = new ScriptedGuest(session.host, person)
    guest.hello(inviteToken, { password })
    return guest
  }
  set(ben, 'mine')
  set(ann, '')
  set(ann, 'oak')
  await session.until(() => ben.last('rules')?.hasPassword === true)
  expect(session.notes.join()).not.toContain('oak')
  expect(come(3, undefined).last('refusal')?.code).toBe('password-needed')
  for (const guess of ['elm', '', 'mine', 'oak ']) {
    const wrong = come(3, guess)
    await session.until(() => wrong.isEnded)
    expect(wrong.messages.map(({ kind }) => kind)).toEqual(['refusal'])
    expect(wrong.last('refusal')?.code).toBe('bad-password')
  }
  const right = come(3, 'oak')
  await session.until(() => right.last('roster')?.people.length === 3)
  expect(come(4, 'oak').last('refusal')?.code).toBe('too-fast')
  await session.run(1500)
  const late = come(4, 'oak')
  await session.until(() => late.last('welcome') !== undefined)
  right.drop()
  await session.join(3)
  ben.drop()
  await session.join(2)
  set(ann, undefined)
  await session.until(() => late.last('rules')?.hasPassword === false)
  await session.join(5)
})

it('[RO22][RO25] who knows the password still asks where people ask', async () => {
  const { session, ann } = await gathered()
  ann.sendBytes(encodeClientMessage({ kind: 'password', password: 'oak' }))
  await session.until(() => ann.last('rules')?.hasPassword === true)
  const cleo = new ScriptedGuest(session.host, 3)
  cleo.hello(inviteToken, { password: 'oak' })
  await session.until(() => askersOf(ann).join() === 'Person 3')
  expect(cleo.last('waiting')).toBeDefined()
  const gone = new ScriptedGuest(session.host, 4)
  gone.hello(inviteToken, { password: 'oak' })
  gone.drop()
  await session.run(1000)
  expect(askersOf(ann)).toEqual(['Person 3'])
})

/** By its one invite one stranger may come. */
class OneMore extends HostedSession {
  usesLeft = 1

  static async begin(): Promise<OneMore> {
    const session = new OneMore({})
    await session.create()
    return session
  }

  protected override change(options: HostOptions): HostOptions {
    const usual = { id: 'one', token: inviteToken, role: 'painter', expiresMs: undefined } as const
    const door = new InviteDoor({
      ownerToken,
      clock: this.world.clock,
      invites: () => [{ ...usual, usesLeft: this.usesLeft, isWithdrawn: false }],
      onUsed: () => (this.usesLeft -= 1),
    })
    return super.change({ ...options, door })
  }
}

it('[RO28] an invite for one is not used up by who guesses, asks or is turned away, and lets only one in', async () => {
  const session = await OneMore.begin()
  const ann = await session.join(1, ownerToken)
  ann.sendBytes(encodeClientMessage({ kind: 'password', password: 'oak' }))
  order(ann, { kind: 'lobby', asks: true })
  await session.until(() => ann.last('rules')?.hasPassword === true && ann.last('rules')?.asksFirst === true)
  const come = (person: number, password: string | undefined): ScriptedGuest => {
    const guest = new ScriptedGuest(session.host, person)
    guest.hello(inviteToken, { password })
    return guest
  }
  const answer = (at: number, letIn: boolean): void =>
    order(ann, { kind: 'answer', asker: ann.last('askers')?.people[at]?.number ?? 0, letIn })
  const guessers = [come(3, undefined), come(4, 'elm')]
  await session.until(() => guessers.every(({ isEnded }) => isEnded))
  const cleo = come(5, 'oak')
  await session.until(() => askersOf(ann).length === 1)
  answer(0, false)
  await session.until(() => cleo.isEnded)
  expect(session.usesLeft).toBe(1)
  const [dan, eve] = [come(6, 'oak'), come(7, 'oak')]
  await session.until(() => askersOf(ann).length === 2)
  order(ann, { kind: 'lobby', asks: false })
  await session.until(() => dan.last('welcome') !== undefined && eve.isEnded)
  expect(eve.last('refusal')?.code).toBe('expired-token')
  expect(session.usesLeft).toBe(0)
})

it('[RO28] of those who wait only as many come in as there are places', async () => {
  const { session, ann, ask } = await gathered({ clientsMax: 3 })
  const [cleo, dan] = [ask(3), ask(4)]
  await session.until(() => askersOf(ann).length === 2)
  order(ann, { kind: 'lobby', asks: false })
  await session.until(() => cleo.last('welcome') !== undefined && dan.isEnded)
  expect(dan.last('refusal')?.code).toBe('session-full')
})

it('[RO29] a password whose hash comes late does not come back after it was replaced or removed', async () => {
  const sealing: ((sealed: StoredPassword) => void)[] = []
  let kept = noRules
  const rules = new HouseRules(
    {
      ...forgetful,
      keep: (now) => void (kept = now),
      seal: () => new Promise((resolve) => void sealing.push(resolve)),
    },
    limits,
  )
  const [first, second] = [rules.setPassword('elm'), rules.setPassword('oak')]
  sealing[1]!({ salt: '', hash: 'of oak' })
  sealing[0]!({ salt: '', hash: 'of elm' })
  expect(await Promise.all([first, second])).toEqual([false, true])
  expect(kept.password?.hash).toBe('of oak')
  const third = rules.setPassword('yew')
  await rules.setPassword(undefined)
  sealing[2]!({ salt: '', hash: 'of yew' })
  expect(await third).toBe(false)
  expect([rules.hasPassword, kept.password]).toEqual([false, undefined])
})
