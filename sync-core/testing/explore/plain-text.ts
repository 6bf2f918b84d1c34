// Arguments and answers of calls as text and back: what a process is told is made anew at each replay, so no two lives share an
// object. Beyond JSON: bytes, undefined, and failures.

import { StorageError, type StorageErrorCode } from '../../base/errors.ts'

export function toText(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (part === undefined) return { $: 'undefined' }
    if (part instanceof Uint8Array) return { $: 'bytes', text: String.fromCharCode(...part) }
    return part
  })
}

export function fromText(text: string): unknown {
  const value: unknown = JSON.parse(text)
  return text.includes('"$"') ? plain(value) : value
}

/** An answer of a store: what it resolves to, or how it failed. */
export async function answerText(call: () => Promise<unknown>): Promise<string> {
  try {
    return `+${toText(await call())}`
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    return failureText(error)
  }
}

export function failureText(error: StorageError): string {
  return `-${toText([error.code, error.message, error.retryable])}`
}

/** Resolves, or throws, as `text` says. */
export function settle(text: string): unknown {
  const value = fromText(text.slice(1))
  if (text.startsWith('+')) return value
  const [code, sentence, retryable] = value as [StorageErrorCode, string, boolean]
  throw new StorageError(code, sentence, retryable)
}

function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(plain)
  const fields = value as Record<string, unknown>
  if (fields['$'] === 'undefined') return undefined
  if (fields['$'] === 'bytes') return Uint8Array.from(fields['text'] as string, (char) => char.charCodeAt(0))
  return Object.fromEntries(Object.entries(fields).map(([name, part]) => [name, plain(part)]))
}
