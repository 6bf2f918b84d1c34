import { gessoApi } from './gesso-api.ts'
import { isFailure } from './is-failure.ts'

/** Puts text on the clipboard; returns whether it is there. A page on plain http has no clipboard but its old command. */
export async function copyText(text: string): Promise<boolean> {
  if (gessoApi !== undefined) return !isFailure(await gessoApi.copyText(text))
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyByCommand(text)
  }
}

function copyByCommand(text: string): boolean {
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'visually-hidden'
  // Inside of a modal dialog nothing else can be selected.
  const place = document.querySelector('dialog:modal') ?? document.body
  const before = document.activeElement
  place.append(field)
  field.select()
  const isCopied = document.execCommand('copy')
  field.remove()
  if (before instanceof HTMLElement) before.focus()
  return isCopied
}
