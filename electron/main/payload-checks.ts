// What a window sends is checked before anything is done with it, as if the page were hostile: one day it may be.
// Each check returns the value in its type, or throws PayloadError with a sentence that names the value.

import { invitedRoles, limits, parseInvite, pngSizeOf, ProtocolError } from '../../sync-core/index.ts'
import { formatRelayLink, parseRelayLink } from '../../sync-core/node/relay/relay-link.ts'
import type { IfElsewhere, InviteTerms, AppLanguage, QuitAnswer, Reach, Settings } from '../ipc/contract.ts'

/** A window asked for something that can't be. `message` is one sentence for the person. */
export class PayloadError extends Error {
  override readonly name = 'PayloadError'
}

export function checkNothing(words: readonly unknown[]): [] {
  if (words.length > 0) throw new PayloadError(`Nothing is wanted with this, but ${show(words[0])} came.`)
  return []
}

export function checkPictureId(value: unknown): string {
  if (typeof value === 'string' && /^[a-z2-7]{26}$/.test(value)) return value
  throw new PayloadError(`${show(value)} is not a picture's id.`)
}

/** A link as parseInvite reads it. */
export function checkInvite(value: unknown): string {
  if (typeof value !== 'string') throw new PayloadError(`${show(value)} is not an invite.`)
  try {
    parseInvite(value)
    return value.trim()
  } catch (error) {
    throw error instanceof ProtocolError ? new PayloadError(error.message) : error
  }
}

export function checkInviteTerms(value: unknown): InviteTerms {
  const { role, days, uses } = checkRecord(value, 'the terms of an invite')
  const known = invitedRoles.find((one) => one === role)
  if (known === undefined)
    throw new PayloadError(`An invite is for a ${invitedRoles.join(', ')}, not ${show(role)}.`)
  if (days !== undefined && !(typeof days === 'number' && days >= 1 / 24 && days <= 365))
    throw new PayloadError(`An invite is good for an hour to 365 days, not ${show(days)}.`)
  return {
    role: known,
    ...(days !== undefined && { days }),
    ...(uses !== undefined && {
      uses: checkWhole(uses, { what: 'The number of people', min: 1, max: limits.inviteUsesMax }),
    }),
  }
}

export function checkInviteId(value: unknown): string {
  if (typeof value === 'string' && /^[0-9a-f]{16}$/.test(value)) return value
  throw new PayloadError(`${show(value)} is not the name of an invite.`)
}

export function checkTitle(value: unknown): string {
  return checkLine(value, { what: 'A title', bytesMin: 1, bytesMax: limits.titleBytesMax })
}

export function checkNewPicture(value: unknown): { title: string; width: number; height: number } {
  const { title, width, height } = checkRecord(value, 'a new picture')
  return { title: checkTitle(title), width: checkSide(width), height: checkSide(height) }
}

export function checkReach(value: unknown): Reach {
  if (value === 'computer' || value === 'network' || value === 'internet') return value
  throw new PayloadError(`A session is for “computer”, “network” or “internet”, not for ${show(value)}.`)
}

/** The link of a relay, or '' for none. */
export function checkRelay(value: unknown): string {
  if (value === '') return ''
  if (typeof value !== 'string') throw new PayloadError(`A relay’s link is a text, not ${show(value)}.`)
  try {
    return formatRelayLink(parseRelayLink(value))
  } catch (error) {
    if (error instanceof ProtocolError) throw new PayloadError(error.message)
    throw error
  }
}

export function checkIfElsewhere(value: unknown): IfElsewhere {
  if (value === 'tell' || value === 'host') return value
  throw new PayloadError(
    `With a picture that is open elsewhere there is “tell” or “host” to do, not ${show(value)}.`,
  )
}

/** An empty name is nobody's name yet. */
export function checkSettings(value: unknown): Settings {
  const { name, color } = checkRecord(value, 'settings')
  return {
    name: checkLine(name, { what: 'A name', bytesMin: 0, bytesMax: limits.nameBytesMax }),
    color: checkWhole(color, { what: 'A colour', min: 0, max: 0xffffff }),
  }
}

export function checkQuitAnswer(value: unknown): QuitAnswer {
  if (value === 'quit' || value === 'stay' || value === 'now') return value
  throw new PayloadError(`The answer is “quit”, “stay” or “now”, not ${show(value)}.`)
}

export function checkLanguage(value: unknown): AppLanguage {
  if (value === 'en' || value === 'de') return value
  throw new PayloadError(`A language is “en” or “de”, not ${show(value)}.`)
}

/** Text for the clipboard: an invite, an error to report, or diagnostics. */
export function checkCopiedText(value: unknown): string {
  if (typeof value === 'string' && value.length <= limits.diagnosticsCharactersMax) return value
  throw new PayloadError(
    `Only text of at most ${limits.diagnosticsCharactersMax} characters can be copied, not ${show(value)}.`,
  )
}

/** A PNG for the clipboard. Only its beginning is read: other programs take it as carefully as any image from outside. */
export function checkCopiedImage(value: unknown): Uint8Array<ArrayBuffer> {
  if (!(value instanceof Uint8Array)) throw new PayloadError(`Only a PNG can be copied, not ${show(value)}.`)
  const size = pngSizeOf(value)
  if (size === undefined) throw new PayloadError('What was to be copied does not begin like a PNG.')
  const { width, height } = size
  const pxMax = limits.copiedImagePixelsMax
  const bytesMax = pxMax * 4 + limits.copiedImageFrameBytesMax
  if (width < 1 || height < 1 || width * height > pxMax || value.length > bytesMax) {
    throw new PayloadError(
      `An image of at most ${pxMax} px and ${bytesMax} bytes can be copied, not one of ${width} × ${height} px and ${value.length} bytes.`,
    )
  }
  return value as Uint8Array<ArrayBuffer>
}

/** A name that was told with an offer. */
export function checkDroppable(value: unknown): string {
  return checkLine(value, { what: 'The name of unsaved work', bytesMin: 1, bytesMax: 200 })
}

function checkSide(value: unknown): number {
  return checkWhole(value, {
    what: "A picture's side",
    min: limits.pictureSidePxMin,
    max: limits.pictureSidePxMax,
    unit: ' px',
  })
}

export function checkWhole(
  value: unknown,
  rule: { what: string; min: number; max: number; unit?: string },
): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= rule.min && value <= rule.max)
    return value
  const unit = rule.unit ?? ''
  throw new PayloadError(
    `${rule.what} is a whole number from ${rule.min} to ${rule.max}${unit}, not ${show(value)}.`,
  )
}

export function checkLine(
  value: unknown,
  rule: { what: string; bytesMin: number; bytesMax: number },
): string {
  if (typeof value !== 'string') throw new PayloadError(`${rule.what} is text, not ${show(value)}.`)
  const bytes = Buffer.byteLength(value)
  if (bytes < rule.bytesMin) throw new PayloadError(`${rule.what} is missing.`)
  if (bytes > rule.bytesMax) {
    throw new PayloadError(`${rule.what} has at most ${rule.bytesMax} bytes; ${show(value)} has ${bytes}.`)
  }
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(value))
    throw new PayloadError(`${rule.what} is one line without control characters.`)
  return value
}

export function checkRecord(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>
  throw new PayloadError(`${show(value)} is not ${what}.`)
}

export function show(value: unknown): string {
  if (typeof value === 'string') return `“${value.length > 40 ? `${value.slice(0, 40)}…` : value}”`
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return value === undefined
    ? 'nothing'
    : value === null
      ? 'null'
      : `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}`
}
