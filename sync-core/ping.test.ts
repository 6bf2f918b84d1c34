import { describe, expect, it } from 'vitest'
import { limits } from './base/limits.ts'
import { encodeClientMessage } from './protocol/messages.ts'
import { HostedSession } from './testing/hosted-session.ts'
import { startJoined, startScripted } from './testing/scripted-client.ts'

const ping = (number: number): Uint8Array => encodeClientMessage({ kind: 'ping', number })

describe('the way to the host and back', () => {
  it('[UI184] a host answers at once, the asker alone, and not more than a few a second', async () => {
    const session = await HostedSession.open()
    const ann = await session.join(1)
    const ben = await session.join(2)
    ann.sendBytes(ping(7))
    expect(ann.last('pong')).toEqual({ kind: 'pong', number: 7 })
    for (let number = 8; number < 60; number += 1) ann.sendBytes(ping(number))
    expect(ann.all('pong').map(({ number }) => number)).toEqual([7, 8, 9, 10].slice(0, limits.pingsPerSecond))
    expect([ann.isEnded, ben.all('pong')]).toEqual([false, []])
    await session.world.clock.run(1000)
    ann.sendBytes(ping(60))
    expect(ann.last('pong')?.number).toBe(60)
  })

  it('[UI184] a client asks only in a session, and passes the answer on', () => {
    const early = startScripted()
    early.client.ping(1)
    const { client, host, pongs } = startJoined()
    client.ping(5)
    expect(host.line.received.filter(({ kind }) => kind === 'ping')).toEqual([{ kind: 'ping', number: 5 }])
    host.line.say({ kind: 'pong', number: 5 })
    host.line.say({ kind: 'pong', number: 99 })
    expect(pongs).toEqual([5, 99])
    expect(
      early.host.lines.flatMap(({ received }) => received.filter(({ kind }) => kind === 'ping')),
    ).toEqual([])
  })
})
