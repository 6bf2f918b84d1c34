import { createHash } from 'node:crypto'
import { S3Refusal } from './s3-refusal.ts'
import type { S3Request } from './s3-request.ts'

/** How a store may differ from Amazon's. */
export interface S3Habits {
  /** Takes every conditional write. */
  readonly ignoresConditions?: boolean
  /** What losers of a conditional write are told. */
  readonly lostStatus?: 409 | 412
  /** Compares etags without their quotes, as Ceph 16 and 18 do. */
  readonly wantsBareEtags?: boolean
  /** Knows only DeleteObject. */
  readonly lacksDeleteObjects?: boolean
  /** Tells a wrong checksum for so many objects that are read, as if they were damaged on the way. */
  readonly wrongChecksums?: number
  /** Keys in one page of a listing. */
  readonly pageKeys?: number
}

export interface S3Answer {
  readonly status: number
  readonly headers?: Record<string, string>
  readonly body?: Buffer | string
}

interface StoredObject {
  readonly body: Buffer
  readonly etag: string
  readonly modifiedMs: number
}

const namespace = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'

/** The objects of one bucket. Each call is one step: nothing comes between a condition and its write. */
export class S3Objects {
  readonly objects = new Map<string, StoredObject>()
  private readonly habits: S3Habits
  private wrongChecksums: number

  constructor(habits: S3Habits) {
    this.habits = habits
    this.wrongChecksums = habits.wrongChecksums ?? 0
  }

  /** Throws S3Refusal. */
  answer(request: S3Request, body: Buffer, nowMs: number): S3Answer {
    switch (request.operation) {
      case 'GetObject':
        return this.get(request.key)
      case 'PutObject':
        return this.put(request, body, nowMs)
      case 'DeleteObject':
        this.objects.delete(request.key)
        return { status: 204 }
      case 'DeleteObjects':
        return this.deleteObjects(body.toString())
      case 'ListObjectsV2':
        return this.list(new Map(request.query))
    }
  }

  private get(key: string): S3Answer {
    const found = this.objects.get(key)
    if (found === undefined) throw new S3Refusal(404, 'NoSuchKey')
    const headers = { etag: `"${found.etag}"` }
    if (this.wrongChecksums <= 0) return { status: 200, headers, body: found.body }
    this.wrongChecksums--
    return { status: 200, headers: { ...headers, 'x-amz-checksum-crc32': 'AAAAAA==' }, body: found.body }
  }

  private put({ key, headers }: S3Request, body: Buffer, nowMs: number): S3Answer {
    if (this.habits.ignoresConditions !== true) {
      this.checkCondition(this.objects.get(key), headers['if-none-match'], headers['if-match'])
    }
    const etag = createHash('md5').update(body).digest('hex')
    this.objects.set(key, { body, etag, modifiedMs: nowMs })
    return { status: 200, headers: { etag: `"${etag}"` } }
  }

  private checkCondition(
    found: StoredObject | undefined,
    noneMatch: string | undefined,
    match: string | undefined,
  ): void {
    const lost = new S3Refusal(
      this.habits.lostStatus ?? 412,
      this.habits.lostStatus === 409 ? 'ConditionalRequestConflict' : 'PreconditionFailed',
    )
    if (noneMatch !== undefined && noneMatch !== '*') throw new S3Refusal(501, 'NotImplemented')
    if (noneMatch !== undefined && found !== undefined) throw lost
    if (match === undefined) return
    if (found === undefined) throw new S3Refusal(404, 'NoSuchKey')
    const given = this.habits.wantsBareEtags === true ? match : match.replaceAll('"', '')
    if (given !== found.etag) throw lost
  }

  private deleteObjects(xml: string): S3Answer {
    if (this.habits.lacksDeleteObjects === true) throw new S3Refusal(501, 'NotImplemented')
    const keys = [...xml.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => fromXml(key))
    if (keys.length === 0 || keys.length > 1000) throw new S3Refusal(400, 'MalformedXML')
    for (const key of keys) this.objects.delete(key)
    return { status: 200, body: `<DeleteResult ${namespace}/>` }
  }

  private list(query: ReadonlyMap<string, string>): S3Answer {
    const prefix = query.get('prefix') ?? ''
    const delimiter = query.get('delimiter') ?? ''
    const after = Buffer.from(query.get('continuation-token') ?? '', 'base64url').toString()
    const entries = new Map<string, StoredObject | undefined>()
    for (const key of [...this.objects.keys()].sort()) {
      if (!key.startsWith(prefix)) continue
      const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
      const entry = end < 0 ? key : key.slice(0, end + delimiter.length)
      if (entry > after) entries.set(entry, end < 0 ? this.objects.get(key) : undefined)
    }
    const page = [...entries].slice(0, this.habits.pageKeys ?? 1000)
    const more =
      page.length < entries.size
        ? `<NextContinuationToken>${Buffer.from(page.at(-1)![0]).toString('base64url')}</NextContinuationToken>`
        : ''
    const rows = page.map(([entry, object]) =>
      object === undefined
        ? `<CommonPrefixes><Prefix>${toXml(entry)}</Prefix></CommonPrefixes>`
        : `<Contents><Key>${toXml(entry)}</Key><LastModified>${new Date(object.modifiedMs).toISOString()}</LastModified>` +
          `<ETag>&quot;${object.etag}&quot;</ETag><Size>${object.body.length}</Size></Contents>`,
    )
    return {
      status: 200,
      body: `<ListBucketResult ${namespace}><IsTruncated>${more !== ''}</IsTruncated>${more}${rows.join('')}</ListBucketResult>`,
    }
  }
}

/** Text as XML has it. */
export function toXml(text: string): string {
  return text.replaceAll(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

function fromXml(text: string): string {
  const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
  return text.replaceAll(
    /&(?:#(\d+)|(\w+));/g,
    (whole, code: string | undefined, name: string | undefined) =>
      code === undefined ? (named[name ?? ''] ?? whole) : String.fromCodePoint(Number(code)),
  )
}
