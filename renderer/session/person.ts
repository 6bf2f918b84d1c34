// Who paints in this window: name and colour, remembered, and the secret by which a session knows them again.

import { limits } from '../../sync-core/index.ts'
import { readStored, writeStored } from '../stores/stored-json.ts'
import { strings } from '../strings.ts'
import { gessoApi } from './gesso-api.ts'
import { isFailure } from './is-failure.ts'
import { keyFromHex, keyToHex } from './participant-key.ts'

export interface Person {
  readonly name: string
  /** 0xRRGGBB */
  readonly color: number
}

/** Colours that can be told apart on white paper and on a dark interface. */
export const personColors = [
  0xd9534f, 0xe08a3c, 0xc9a227, 0x6aa84f, 0x2a9d8f, 0x3d85c6, 0x5b6fd6, 0x8e63ce, 0xc2559d, 0x8a7967,
] as const

const storedKey = 'gesso.person'

/** The remembered person; the first time without a name and with a colour by chance. */
export async function loadPerson(): Promise<Person> {
  const settings = await gessoApi?.settings()
  if (settings !== undefined && !isFailure(settings) && settings.name !== '') return settings
  const stored = readStored(storedKey, isPerson)
  if (stored !== undefined) return stored
  const [random = 0] = crypto.getRandomValues(new Uint8Array(1))
  return { name: '', color: personColors[random % personColors.length] ?? personColors[0] }
}

export async function savePerson(person: Person): Promise<void> {
  if (gessoApi === undefined) writeStored(storedKey, person)
  else await gessoApi.saveSettings(person)
}

/** A sentence when the name can't be used. */
export function nameProblem(name: string): string | undefined {
  const trimmed = name.trim()
  if (trimmed === '') return strings.person.nameMissing
  if (new TextEncoder().encode(trimmed).length > limits.nameBytesMax) return strings.person.nameTooLong
  return undefined
}

/**
 * The 16 bytes by which this person is known in a picture's sessions: the app keeps them, a browser keeps them as long
 * as its tab. Throws Error with a sentence when the app can't give them.
 */
export async function participantKey(pictureId: string): Promise<Uint8Array> {
  if (gessoApi !== undefined) {
    const answer = await gessoApi.participantKey(pictureId)
    if (isFailure(answer)) throw new Error(answer.message)
    return keyFromHex(answer) ?? crypto.getRandomValues(new Uint8Array(16))
  }
  const place = `gesso.key.${pictureId}`
  const key = keyFromHex(sessionStorage.getItem(place) ?? '') ?? crypto.getRandomValues(new Uint8Array(16))
  sessionStorage.setItem(place, keyToHex(key))
  return key
}

function isPerson(value: unknown): value is Person {
  const { name, color } = (value ?? {}) as Partial<Record<keyof Person, unknown>>
  const isName = typeof name === 'string' && (name === '' || nameProblem(name) === undefined)
  return isName && Number.isInteger(color) && Number(color) >= 0 && Number(color) <= 0xffffff
}
