// Every call of a window passes here: from our own page's main frame or not at all, its payload checked by the verb's own
// check, and the outcome an answer or a Failure. Nothing is thrown over to the page, so no stack and no path gets there.

import { ipcMain, type IpcMainInvokeEvent } from 'electron'
import { StorageError } from '../../sync-core/index.ts'
import { verbChannel, verbs, type Verb } from '../ipc/channels.ts'
import type { Failure, GessoApi } from '../ipc/contract.ts'
import { isAppUrl } from './app-scheme.ts'
import { PayloadError } from './payload-checks.ts'

type Words<V extends Verb> = Parameters<GessoApi[V]>
type Result<V extends Verb> = Exclude<Awaited<ReturnType<GessoApi[V]>>, Failure>

/** One verb: what its words must be, and what it does. */
export interface VerbHandler<V extends Verb> {
  readonly check: (words: readonly unknown[]) => Words<V>
  readonly run: (...words: Words<V>) => Promise<Result<V>> | Result<V>
}

export type VerbHandlers = { readonly [V in Verb]: VerbHandler<V> }

/** What is asked before there are handlers waits for them. `onError` hears of what went wrong inside Gesso. */
export function answerWindow(coming: Promise<VerbHandlers>, onError: (sentence: string) => void): void {
  for (const verb of verbs) {
    ipcMain.handle(verbChannel(verb), async (event, ...words: unknown[]) =>
      answer((await coming)[verb], event, words, onError),
    )
  }
}

async function answer<V extends Verb>(
  handler: VerbHandler<V>,
  event: IpcMainInvokeEvent,
  words: readonly unknown[],
  onError: (sentence: string) => void,
): Promise<Result<V> | Failure> {
  if (!isOwnPage(event))
    return { failed: true, code: 'not-allowed', message: 'Only Gesso’s own window may ask this.' }
  try {
    return await handler.run(...handler.check(words))
  } catch (error) {
    const failure = failureOf(error)
    onError(`${failure.code}: ${failure.message}`)
    return failure
  }
}

function isOwnPage(event: IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame
  return frame !== null && frame === event.sender.mainFrame && isAppUrl(frame.url)
}

/** An error as the window hears of it: a stable code and a sentence. */
function failureOf(error: unknown): Failure {
  if (error instanceof PayloadError) return { failed: true, code: 'bad-request', message: error.message }
  if (error instanceof StorageError) return { failed: true, code: error.code, message: error.message }
  const what = error instanceof Error ? error.message : String(error)
  console.error(error)
  return { failed: true, code: 'internal', message: `Something went wrong inside Gesso: ${what}` }
}
