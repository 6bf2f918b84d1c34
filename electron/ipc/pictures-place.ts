// Where pictures are kept, as a window and the main process speak of it. A secret goes one way only: a window can hand one
// over, and is never told more than that one is kept.

/** History older than this is given up with the next save; `all` keeps everything. */
export type HistoryKept = { readonly keep: 'all' } | { readonly keep: 'days'; readonly days: number }

export interface BucketSettings {
  /** The origin of an S3-compatible server; empty for Amazon S3. */
  readonly endpoint: string
  readonly region: string
  readonly bucket: string
  /** The folder inside the bucket, without slashes at its ends; empty for the whole bucket. */
  readonly prefix: string
  /** Whether an address names the bucket as a part of the host's name or of the path. */
  readonly addressing: 'host' | 'path'
  /** Older S3-compatible servers don't know checksums that come at the end of a stream. */
  readonly checksums: 'always' | 'when-required'
  /** By this computer's own AWS set-up, or an access key that was entered here. */
  readonly credentials: 'computer' | 'entered'
  /** Empty unless `credentials` is `entered`. Its secret is not here. */
  readonly accessKeyId: string
}

export interface PicturesSettings {
  readonly place: 'computer' | 'bucket'
  /** The folder on this computer; empty for the usual one. */
  readonly folder: string
  /** Always there when `place` is `bucket`; otherwise what was set up before. */
  readonly bucket?: BucketSettings
  readonly history: HistoryKept
}

/** Whose secret it is. A secret is given to nobody else: other server, other key, other secret. */
export interface SecretOwner {
  readonly endpoint: string
  readonly accessKeyId: string
}

/** `keychain`: sealed by the system. `this-run`: in memory until Gesso quits. */
export interface KeptSecret extends SecretOwner {
  readonly kept: 'keychain' | 'this-run'
}

/** What becomes of the secret. */
export type SecretWish =
  | { readonly kind: 'keep' }
  | { readonly kind: 'remove' }
  /** Replaces the one that is kept. An empty session token is none. */
  | { readonly kind: 'replace'; readonly secretAccessKey: string; readonly sessionToken: string }

export interface PicturesView {
  readonly settings: PicturesSettings
  /** The folder that an empty `settings.folder` means. */
  readonly usualFolder: string
  readonly secret?: KeptSecret
  /** Whether this system offers a safe place for secrets. */
  readonly keychain: 'there' | 'missing'
  /** What went wrong with the kept settings at the start. */
  readonly notice?: string
}

/** `sentence` says that it works, or what is wrong. */
export interface BucketTest {
  readonly works: boolean
  readonly sentence: string
}
