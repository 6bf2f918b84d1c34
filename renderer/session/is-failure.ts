import type { Failure } from '../../electron/ipc/contract.ts'

export function isFailure(answer: unknown): answer is Failure {
  return typeof answer === 'object' && answer !== null && 'failed' in answer
}
