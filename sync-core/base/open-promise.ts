/** A promise that whoever has it settles. */
export interface OpenPromise {
  readonly done: Promise<void>
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

export function openPromise(): OpenPromise {
  let resolve!: () => void
  let reject!: (error: unknown) => void
  const done = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve
    reject = onReject
  })
  return { done, resolve, reject }
}
