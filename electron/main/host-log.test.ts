import { expect, it } from 'vitest'
import { limits } from '../../sync-core/index.ts'
import { HostLog } from './host-log.ts'

it('[EL36] keeps the newest of what was noted, cut, each with its time and level', () => {
  let now = 0
  const log = new HostLog({ nowMs: () => ++now, homeDir: '/home/anna' })
  for (let count = 0; count < limits.logEntriesMax + 3; count += 1) log.note('info', `note ${count}`)
  log.note('error', 'so '.repeat(limits.logSentenceCharactersMax))
  const entries = log.entries()
  expect(entries).toHaveLength(limits.logEntriesMax)
  expect(entries[0]).toEqual({ atMs: 5, level: 'info', sentence: 'note 4' })
  expect(entries.at(-1)?.sentence).toHaveLength(limits.logSentenceCharactersMax)
})

it('[EL36] holds no secret and no home from the start', () => {
  const log = new HostLog({ nowMs: () => 7, homeDir: '/data/people/anna' })
  log.note('warning', 'can’t read /data/people/anna/pictures/x with AKIAIOSFODNN7EXAMPLE')
  log.note('error', 'joined by http://10.0.0.2:41873/#abcdefghijklmnopqrstuvwxyz.Zm9vYmFyLi4uAbCdEf_-12')
  expect(log.entries().map(({ sentence }) => sentence)).toEqual([
    'can’t read ~/pictures/x with (key)',
    'joined by (invite)',
  ])
})
