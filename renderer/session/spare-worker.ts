// The session's worker takes a while to load, so one is there before somebody asks for it: while the start screen is looked at.

let spare: Worker | undefined

/** Does nothing while there is one. */
export function prepareWorker(): void {
  if (spare !== undefined) return
  const begun = beginWorker()
  spare = begun
  // One that can't begin is not handed out; the next one says why.
  begun.addEventListener('error', () => {
    if (spare === begun) spare = undefined
  })
}

export function takeWorker(): Worker {
  const taken = spare ?? beginWorker()
  spare = undefined
  return taken
}

function beginWorker(): Worker {
  return new Worker(new URL('../worker/session-worker.ts', import.meta.url), { type: 'module' })
}
