// What is typed into “Where pictures are kept”, and what of it can be used. The main process checks everything again; here it
// is about telling a person early, beside the field.

import type {
  BucketSettings,
  PicturesSettings,
  PicturesView,
  SecretWish,
} from '../../electron/ipc/pictures-place.ts'
import { limits } from '../../sync-core/index.ts'
import { strings } from '../strings.ts'

export interface PicturesForm {
  readonly place: PicturesSettings['place']
  readonly folder: string
  readonly endpoint: string
  readonly region: string
  readonly bucket: string
  readonly prefix: string
  readonly addressing: BucketSettings['addressing']
  readonly checksums: BucketSettings['checksums']
  readonly credentials: BucketSettings['credentials']
  readonly accessKeyId: string
  /** Empty leaves the kept one as it is. */
  readonly secretAccessKey: string
  readonly sessionToken: string
  readonly history: 'all' | 'days'
  readonly days: string
}

export type FormProblems = Readonly<Partial<Record<keyof PicturesForm, string>>>

export function formOf({ settings }: PicturesView): PicturesForm {
  const { place, folder, bucket, history } = settings
  return {
    place,
    folder,
    endpoint: bucket?.endpoint ?? '',
    region: bucket?.region ?? 'us-east-1',
    bucket: bucket?.bucket ?? '',
    prefix: bucket?.prefix ?? '',
    addressing: bucket?.addressing ?? 'host',
    checksums: bucket?.checksums ?? 'always',
    credentials: bucket?.credentials ?? 'computer',
    accessKeyId: bucket?.accessKeyId ?? '',
    secretAccessKey: '',
    sessionToken: '',
    history: history.keep,
    days: history.keep === 'days' ? String(history.days) : '30',
  }
}

/** A change of the form. With an endpoint of one's own the bucket goes into the path, where such servers want it. */
export function changeForm(form: PicturesForm, change: Partial<PicturesForm>): PicturesForm {
  const next = { ...form, ...change }
  const isOwn = next.endpoint.trim() !== ''
  if (isOwn === (form.endpoint.trim() !== '')) return next
  return { ...next, addressing: isOwn ? 'path' : 'host' }
}

/** Which secret of this form is kept already. */
export function keptSecret(form: PicturesForm, { secret }: PicturesView): PicturesView['secret'] {
  const isOwn = secret?.endpoint === originOf(form.endpoint) && secret.accessKeyId === form.accessKeyId.trim()
  return isOwn ? secret : undefined
}

/** What is wrong with the fields that are shown. What is only missing is not told before the person wants to go on. */
export function formProblems(form: PicturesForm, view: PicturesView, wasAsked: boolean): FormProblems {
  const problems = { ...(form.place === 'bucket' && bucketProblems(form, view)), ...daysProblem(form) }
  if (wasAsked) return problems
  const typed = Object.entries(problems).filter(([, problem]) => problem !== strings.place.needed)
  return Object.fromEntries(typed)
}

export function hasProblem(problems: FormProblems, fields?: readonly (keyof PicturesForm)[]): boolean {
  return (fields ?? (Object.keys(problems) as (keyof PicturesForm)[])).some((field) => field in problems)
}

/** The fields that a test of the connection needs. */
export const bucketFields = [
  'endpoint',
  'region',
  'bucket',
  'prefix',
  'accessKeyId',
  'secretAccessKey',
  'sessionToken',
] as const

export function bucketOf(form: PicturesForm): BucketSettings {
  const { addressing, checksums, credentials } = form
  return {
    endpoint: originOf(form.endpoint),
    region: form.region.trim(),
    bucket: form.bucket.trim(),
    prefix: prefixOf(form),
    addressing,
    checksums,
    credentials,
    accessKeyId: credentials === 'entered' ? form.accessKeyId.trim() : '',
  }
}

/** The settings of a form without problems. The bucket is not touched while pictures are on this computer. */
export function settingsOf(form: PicturesForm, { settings }: PicturesView): PicturesSettings {
  const bucket = form.place === 'bucket' ? bucketOf(form) : settings.bucket
  return {
    place: form.place,
    folder: form.folder,
    ...(bucket !== undefined && { bucket }),
    history: form.history === 'all' ? { keep: 'all' } : { keep: 'days', days: Number(form.days) },
  }
}

export function secretWishOf(form: PicturesForm): SecretWish {
  const { place, credentials, secretAccessKey, sessionToken } = form
  if (place === 'computer' || credentials === 'computer' || secretAccessKey === '') return { kind: 'keep' }
  return { kind: 'replace', secretAccessKey: secretAccessKey.trim(), sessionToken: sessionToken.trim() }
}

/** Without slashes at its ends, which people type and S3 would take for names. */
export function prefixOf({ prefix }: PicturesForm): string {
  return prefix.trim().replaceAll(/^\/+|\/+$/g, '')
}

function bucketProblems(form: PicturesForm, view: PicturesView): FormProblems {
  const words = strings.place
  const bucket = form.bucket.trim()
  const isBucket = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)
  const isPrefix = /^([a-z0-9_-][a-z0-9._-]*(\/|$))*$/i.test(prefixOf(form))
  const endpoint = form.endpoint.trim()
  return {
    ...(!isBucket && { bucket: bucketProblem(bucket) }),
    ...(!/^[a-z0-9-]{1,40}$/i.test(form.region.trim()) && { region: words.regionWrong }),
    ...((!isPrefix || prefixOf(form).length > limits.bucketPrefixBytesMax) && { prefix: words.prefixWrong }),
    ...(endpoint !== '' && originOf(endpoint) === '' && { endpoint: words.endpointWrong }),
    ...(form.credentials === 'entered' && keyProblems(form, view)),
  }
}

function bucketProblem(bucket: string): string {
  const words = strings.place
  if (bucket === '') return words.needed
  const isOutside = bucket.length < 3 || bucket.length > 63
  return /^[a-z0-9.-]+$/.test(bucket) && isOutside ? words.bucketLengthWrong : words.bucketWrong
}

function keyProblems(form: PicturesForm, view: PicturesView): FormProblems {
  const words = strings.place
  const hasBlank = (text: string): boolean => /[^\x21-\x7e]/.test(text.trim())
  const [id, secret] = [form.accessKeyId.trim(), form.secretAccessKey.trim()]
  const isKept = keptSecret(form, view) !== undefined && form.sessionToken.trim() === ''
  const isSecretMissing = secret === '' && !isKept
  return {
    ...(id === '' && { accessKeyId: words.needed }),
    ...(hasBlank(id) && { accessKeyId: words.noBlanks }),
    ...(isSecretMissing && { secretAccessKey: words.needed }),
    ...(hasBlank(secret) && { secretAccessKey: words.noBlanks }),
    ...(hasBlank(form.sessionToken) && { sessionToken: words.noBlanks }),
  }
}

function daysProblem({ history, days }: PicturesForm): FormProblems {
  const isDays = /^\d{1,5}$/.test(days.trim()) && Number(days) >= 1 && Number(days) <= limits.historyDaysMax
  return history === 'days' && !isDays ? { days: strings.place.daysWrong(limits.historyDaysMax) } : {}
}

/** `http(s)://host[:port]` of what was typed, or '' when it is none. */
function originOf(endpoint: string): string {
  try {
    const { origin, protocol, username, pathname, search, hash } = new URL(endpoint.trim())
    const isBare = username === '' && pathname === '/' && search === '' && hash === ''
    return isBare && (protocol === 'http:' || protocol === 'https:') ? origin : ''
  } catch {
    return ''
  }
}
