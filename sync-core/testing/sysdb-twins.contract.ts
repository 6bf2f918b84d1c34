import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Claim, Sysdb } from '../scheduler/sysdb.ts'
import { taskKinds, type TaskKind, type TaskRun } from '../scheduler/task.ts'
import { MemorySysdb } from './memory-sysdb.ts'
import type { TrialSysdb } from './sysdb-world.ts'

/** A step on any sysdb; `claims` are those that this sysdb gave so far. */
type Step = (db: Sysdb, claims: Claim[]) => Promise<unknown>

interface NamedStep {
  readonly name: string
  readonly passMs: number
  readonly step: (prefix: string) => Step
}

const picture = fc.constantFrom('a', "b'", 'c')
const shard = fc.integer({ min: 0, max: 2 })
const ms = fc.constantFrom(0, 1, 10, 30, 100)
/** Now and then the clock is set back. */
const pass = fc.oneof(
  { weight: 30, arbitrary: ms },
  { weight: 1, arbitrary: fc.constantFrom(-20, -60, -86_400_000) },
)
const seq = fc.integer({ min: 0, max: 6 })
const epoch = fc.integer({ min: 1, max: 5 })
const instead = fc.option(epoch, { nil: undefined, freq: 5 })
const run = fc.record({
  picture,
  kind: fc.constantFrom<TaskKind>(...taskKinds),
  run: fc.integer({ min: 0, max: 8 }),
})
const owner = fc.record({ owner: fc.constantFrom('o1', 'o2'), incarnation: fc.constantFrom('i1', 'i2') })
const which = fc.nat(30)

const wakes: readonly { readonly kind: TaskKind; readonly cadenceMs: number }[] = [
  { kind: 'preview', cadenceMs: 20 },
  { kind: 'compact', cadenceMs: 50 },
]

function named<T>(
  name: string,
  values: fc.Arbitrary<T>,
  act: (db: Sysdb, value: T, prefix: string, claims: Claim[]) => Promise<unknown>,
): fc.Arbitrary<NamedStep> {
  return fc.tuple(values, pass).map(([value, passMs]) => ({
    name: `${name} ${JSON.stringify(value)} after ${passMs} ms`,
    passMs,
    step: (prefix) => (db, claims) => act(db, value, prefix, claims),
  }))
}

const withPrefix = (prefix: string, runs: readonly TaskRun[]): readonly TaskRun[] =>
  runs.map((one) => ({ ...one, picture: prefix + one.picture }))

async function claimDue(db: Sysdb, one: number, prefix: string, claims: Claim[]): Promise<unknown> {
  const rows = (await db.rows({ picture: prefix, kind: 'sweep' }, 100)).filter((row) => row.status === 'live')
  const row = rows[one % Math.max(1, rows.length)]
  if (row === undefined) return undefined
  const claim = await db.claim(row, 40)
  if (claim !== undefined) claims.push(claim)
  return claim
}

const withClaim = (
  claims: readonly Claim[],
  one: number,
  act: (claim: Claim) => Promise<unknown>,
): Promise<unknown> => {
  // The newest ones most often, so that not everybody is late.
  const claim = claims.at(-1 - Math.floor(one / 8))
  return claim === undefined ? Promise.resolve() : act(claim)
}

const steps = fc.oneof(
  named('create', fc.tuple(picture, shard), (db, [id, s], prefix) => db.create(prefix + id, s, 30)),
  named(
    'schedule',
    fc.tuple(fc.array(fc.record({ picture, seq, epoch: instead }), { maxLength: 4 }), shard),
    (db, [writes, s], prefix) =>
      db.schedule(
        writes.map(({ epoch: e, ...write }) => ({
          ...write,
          picture: prefix + write.picture,
          ...(e && { epoch: e }),
        })),
        s,
      ),
  ),
  named('scheduleNow', fc.tuple(picture, seq), (db, [id, n], prefix) => db.scheduleNow(prefix + id, n)),
  named('ackPush', fc.array(run, { maxLength: 3 }), (db, runs, prefix) =>
    db.ackPush(withPrefix(prefix, runs)),
  ),
  named('claim', run, async (db, one, prefix, claims) => {
    const claim = await db.claim(withPrefix(prefix, [one])[0]!, 40)
    if (claim !== undefined) claims.push(claim)
    return claim
  }),
  named('claim what is live', which, claimDue),
  named('renew', which, (db, one, _, claims) => withClaim(claims, one, (claim) => db.renew(claim, 40))),
  named('finish', fc.tuple(which, seq, fc.boolean()), (db, [one, n, isAll], _, claims) =>
    withClaim(claims, one, (claim) =>
      db.finish(claim, {
        seq: n,
        snapshotKey: n === 3 ? '' : `k${n}`,
        isAll,
        wakes: claim.kind === 'persist' ? wakes : [],
      }),
    ),
  ),
  named('fail', fc.tuple(which, ms), (db, [one, delayMs], _, claims) =>
    withClaim(claims, one, (claim) => db.fail(claim, delayMs, `not for ${delayMs}`)),
  ),
  named('open', fc.tuple(picture, shard, epoch, seq, seq, instead), (db, [id, s, e, a, b, i], prefix) =>
    db.open(prefix + id, s, 30, { epoch: e, seq: Math.max(a, b), savedSeq: Math.min(a, b) }, i),
  ),
  named('postpone', fc.tuple(which, ms), (db, [one, delayMs], _, claims) =>
    withClaim(claims, one, (claim) => db.postpone(claim, delayMs, `later than ${delayMs}`)),
  ),
  named('delete', fc.tuple(picture, shard), (db, [id, s], prefix) => db.delete(prefix + id, s, 30)),
  named('restore', fc.tuple(picture, shard), (db, [id, s], prefix) => db.restore(prefix + id, s)),
  named('gone', fc.tuple(which, fc.option(ms, { nil: undefined })), (db, [one, sweepAfterMs], _, claims) =>
    withClaim(claims, one, (claim) => db.gone(claim, sweepAfterMs)),
  ),
  named('removeDead', ms, (db, graceMs) => db.removeDead(graceMs + 50)),
  named('isDone', fc.array(run, { maxLength: 4 }), (db, runs, prefix) => db.isDone(withPrefix(prefix, runs))),
  named('outbox', fc.tuple(shard, fc.integer({ min: 1, max: 9 })), (db, [s, limit]) => db.outbox(s, limit)),
  named('forgetPushes', shard, (db, s) => db.forgetPushes(s)),
  named('takeShard', fc.tuple(shard, owner), (db, [s, o]) => db.takeShard(s, o, 50)),
  named('leaveShard', fc.tuple(shard, owner), (db, [s, o]) => db.leaveShard(s, o)),
  named('saveCursor', fc.tuple(shard, owner), (db, [s, o]) =>
    db.saveCursor(s, o, `${o.owner} ${o.incarnation}`),
  ),
)

/** Random operations on the adapter and on the one in memory: the same answers, the same rows, and "done" stays done. */
export function testSysdbTwins(name: string, open: () => Promise<TrialSysdb>): void {
  describe(`sysdb twins: ${name}`, () => {
    it('[SD19] [SD15] answers as the one in memory does, and never takes back that a run is done', async () => {
      let nowMs = 1_000_000_000_000
      let rounds = 0
      const trial = await open()
      const { sysdb } = trial
      const twin = new MemorySysdb(() => nowMs)
      const check = async (sequence: readonly NamedStep[]): Promise<void> => {
        // Later than all before, so a page of rows begins with this round's.
        const prefix = `r${String(rounds++).padStart(6, '0')}-`
        const claims: [Claim[], Claim[]] = [[], []]
        const wasDone = new Set<string>()
        for (const { passMs, step, name: what } of sequence) {
          nowMs += passMs
          await trial.setNow(nowMs)
          const answer = await step(prefix)(sysdb, claims[0])
          expect({ what, answer }).toEqual({ what, answer: await step(prefix)(twin, claims[1]) })
          const from = { picture: prefix, kind: 'sweep' } as const
          const rows = await sysdb.rows(from, 100)
          expect({ what, rows }).toEqual({ what, rows: await twin.rows(from, 100) })
          const known = rows.flatMap((row) =>
            Array.from({ length: row.run }, (_, at) => ({ ...row, run: at + 1 })),
          )
          const isDone = await sysdb.isDone(known)
          for (const [at, one] of known.entries()) {
            const key = `${one.picture} ${one.kind} ${one.run}`
            if (isDone[at] === true) wasDone.add(key)
            else expect({ what, key, wasDone: wasDone.has(key) }).toEqual({ what, key, wasDone: false })
          }
          // A picture whose rows went is one whose id is never used again.
          for (const id of ['a', "b'", 'c']) {
            if (rows.some((row) => row.picture === prefix + id)) continue
            for (const key of wasDone) if (key.startsWith(`${prefix}${id} `)) wasDone.delete(key)
          }
        }
        expect(await sysdb.shards()).toEqual(await twin.shards())
      }
      try {
        await fc.assert(fc.asyncProperty(fc.array(steps, { minLength: 20, maxLength: 60 }), check), {
          numRuns: 150,
          endOnFailure: true,
        })
      } finally {
        await sysdb.close()
      }
    })
  })
}
