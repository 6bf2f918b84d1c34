import type { TaskRow } from '../../scheduler/sysdb.ts'
import type { DueRun, TaskKey } from '../../scheduler/task.ts'
import type { SeenScheduler } from './read-scheduler.ts'

/** The lines that `npm run inspect` prints of a scheduler. */
export function schedulerReport(seen: SeenScheduler): readonly string[] {
  const { name, nowMs, tasks, shards, buckets } = seen
  const onHeap = new Map<string, number>()
  for (const run of (buckets ?? []).flatMap(({ runs }) => runs))
    onHeap.set(keyOf(run), Math.max(run.run, onHeap.get(keyOf(run)) ?? 0))
  const lines = [name, '', `Tasks: ${tasks.length}`]
  for (const task of tasks) {
    lines.push(
      `  ${taskLine(task, buckets === undefined ? undefined : (onHeap.get(keyOf(task)) ?? 0), nowMs)}`,
    )
    if (task.problem !== '') lines.push(`       ${shown(task.problem)}`)
  }
  const known = new Set(tasks.map(keyOf))
  for (const [key, run] of onHeap)
    if (!known.has(key)) lines.push(`  A_1  ${shown(key)}  run ${run} on the heap, no row`)
  lines.push('', `Shards: ${shards.length}`)
  for (const { shard, owner, incarnation, leaseUntilMs, cursor } of shards) {
    const whose =
      owner === ''
        ? 'nobody’s'
        : `${shown(owner)} (${shown(incarnation)}), lease ${span(leaseUntilMs - nowMs)}`
    lines.push(`  ${shard}: ${whose}, cursor ${cursor === '' ? 'at the beginning' : shown(cursor)}`)
  }
  lines.push(
    '',
    buckets === undefined ? 'Heap: not looked at (--heap FOLDER or s3)' : `Heap: ${buckets.length} buckets`,
  )
  for (const { shard, startMs, runs, problem } of buckets ?? []) {
    const content = problem !== '' ? problem : `${runs.length} ${runs.length === 1 ? 'run' : 'runs'}`
    lines.push(`  ${shard}/${startMs}  ${when(startMs, nowMs)}: ${content}`)
  }
  lines.push('', ...lags(seen))
  return lines
}

/**
 * Its letter in the table of states: A no live row, B scheduled, C waiting; 1 on the heap, 2 not. Where nobody looked at the heap, what
 * sysdb knows of pushes counts. An entry of a run before is stale: in A and C it lies about harmlessly.
 */
export function stateOf(task: TaskRow, heapRun: number | undefined): string {
  if (task.status === 'deleted') return (heapRun ?? 0) > 0 ? 'A_1' : 'A_2'
  if (task.nextRunMs === undefined) return (heapRun ?? 0) > 0 ? 'C_1' : 'C_2'
  return (heapRun ?? task.heapRun) >= task.run ? 'B_1' : 'B_2'
}

function taskLine(task: TaskRow, heapRun: number | undefined, nowMs: number): string {
  const { picture, kind, shard, run, attempt, wantSeq, doneSeq, nextRunMs, leaseUntilMs, failures } = task
  const due = nextRunMs === undefined ? 'waits' : when(nextRunMs, nowMs)
  return [
    stateOf(task, heapRun),
    `${shown(picture)} ${kind.padEnd(7)}`,
    `shard ${shard}`,
    `run ${run}`,
    `attempt ${attempt}`,
    due,
    `done ${doneSeq} of ${Math.max(wantSeq, doneSeq)}`,
    ...(leaseUntilMs > nowMs ? [`leased for ${span(leaseUntilMs - nowMs)}`] : []),
    ...(failures > 0 ? [`failures ${failures}`] : []),
    ...(task.urgent ? ['urgent'] : []),
  ].join('  ')
}

function lags({ tasks, nowMs }: SeenScheduler): readonly string[] {
  const scheduled = tasks.filter(({ status, nextRunMs }) => status === 'live' && nextRunMs !== undefined)
  const oldest = (some: readonly TaskRow[]): string => {
    const late = Math.max(...some.map(({ nextRunMs }) => nowMs - nextRunMs!))
    return late > 0 ? span(late) : 'none'
  }
  const unpushed = scheduled.filter(({ heapRun, run }) => heapRun < run)
  return [
    `Oldest due: ${oldest(scheduled)}`,
    `Pushes that are not acknowledged: ${unpushed.length === 0 ? 'none' : `${unpushed.length}, the oldest late: ${oldest(unpushed)}`}`,
  ]
}

function keyOf({ picture, kind }: TaskKey | DueRun): string {
  return `${picture} ${kind}`
}

/** What a database says is no word to the terminal. */
function shown(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, '\uFFFD')
}

function when(atMs: number, nowMs: number): string {
  return atMs > nowMs ? `due in ${span(atMs - nowMs)}` : `due since ${span(nowMs - atMs)}`
}

function span(ms: number): string {
  if (ms <= 0) return 'over'
  const seconds = ms / 1000
  if (seconds < 100) return `${seconds.toFixed(1)} s`
  if (seconds < 6000) return `${Math.round(seconds / 60)} min`
  const hours = seconds / 3600
  return hours < 100 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} days`
}
