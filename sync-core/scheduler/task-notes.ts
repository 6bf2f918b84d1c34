import type { TaskKey, TaskKind } from './task.ts'

const failedWork: Readonly<Record<TaskKind, string>> = {
  persist: 'could not be saved',
  preview: 'could not get its preview',
  compact: 'could not have its history tidied up',
  sweep: 'was deleted long ago and could not be removed',
}

export function setAsideNote({ picture, kind }: TaskKey, failures: number, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error)
  const times = failures === 1 ? 'once' : `${failures} times in a row`
  return `Picture ${picture} ${failedWork[kind]} ${times}. Nothing of it is lost, and Gesso tries again by itself, more and more rarely. The last reason: ${reason}`
}

export function laterNote({ picture, kind }: TaskKey, sentence: string): string {
  return `Picture ${picture} ${failedWork[kind]} now, and Gesso tries again by itself. The reason: ${sentence}`
}
