import { expect, it, vi } from 'vitest'
import { reportRejections } from './report-rejections.ts'

it('[UI90] a promise that is rejected with nobody waiting is an error like any other', () => {
  const reportError = vi.fn<(error: unknown) => void>()
  const listeners: ((event: PromiseRejectionEvent) => void)[] = []
  reportRejections({ reportError, addEventListener: (_, listener) => listeners.push(listener) })
  const reason = new Error('lost')
  const preventDefault = vi.fn<() => void>()
  listeners[0]!({ reason, preventDefault } as unknown as PromiseRejectionEvent)
  expect(reportError.mock.calls).toEqual([[reason]])
  expect(preventDefault).toHaveBeenCalledOnce()
})
