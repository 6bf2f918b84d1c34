import { describe, expect, it } from 'vitest'
import { MemorySysdb } from './memory-sysdb.ts'
import { testSysdb } from './sysdb.contract.ts'

testSysdb('memory', () => {
  let nowMs = 0
  const setNow = (ms: number): void => {
    nowMs = ms
  }
  return Promise.resolve({ sysdb: new MemorySysdb(() => nowMs), setNow })
})

describe('MemorySysdb', () => {
  it('[SD28] becomes what it was when it was dumped, whatever happened since, and equal states have equal dumps', async () => {
    const db = new MemorySysdb(() => 5)
    await db.create('b', 0, 1)
    await db.create('a', 0, 1)
    await db.takeShard(0, { owner: 'o', incarnation: 'i' }, 10)
    const before = db.dump()
    const text = JSON.stringify(before)
    await db.delete('a', 0, 1)
    await db.create('c', 1, 1)
    await db.ackPush([{ picture: 'b', kind: 'persist', run: 1 }])
    await db.leaveShard(0, { owner: 'o', incarnation: 'i' })
    expect(JSON.stringify(before)).toBe(text)
    db.load(before)
    expect(db.dump()).toEqual(before)
    expect(await db.outbox(0, 10)).toHaveLength(2)
    expect(await db.outbox(1, 10)).toEqual([])
    const other = new MemorySysdb(() => 5)
    await other.takeShard(0, { owner: 'o', incarnation: 'i' }, 10)
    await other.create('a', 0, 1)
    await other.create('b', 0, 1)
    expect(JSON.stringify(other.dump())).toBe(text)
  })

  it('[SD28] takes effect in the turn in which it is called', () => {
    const db = new MemorySysdb(() => 5)
    const empty = db.dump()
    void db.create('a', 0, 1)
    expect(db.dump()).not.toEqual(empty)
  })
})
