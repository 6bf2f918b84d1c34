import type { S3Action } from './s3-error.ts'

interface Statement {
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Action: readonly S3Action[]
  readonly Resource: string
  readonly Condition?: unknown
}

/** A policy of IAM, as it is pasted into a console. */
export interface Policy {
  readonly Version: '2012-10-17'
  readonly Statement: readonly Statement[]
}

/**
 * The least that a key must be permitted for keeping pictures in a bucket under a prefix. Listing is bound to the prefix with
 * `IfExists`, because S3 also asks for it, without a prefix, when an object is read that is not there: it would answer 403
 * instead of 404 then, and nothing could be told from that.
 */
export function smallestPolicy(bucket: string, prefix = ''): Policy {
  const folder = prefix.replace(/^\/+|\/+$/g, '')
  const below = folder === '' ? '' : `${folder}/`
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'GessoFindsPictures',
        Effect: 'Allow',
        Action: ['s3:ListBucket'],
        Resource: `arn:aws:s3:::${bucket}`,
        ...(below === '' ? {} : { Condition: { StringLikeIfExists: { 's3:prefix': [`${below}*`] } } }),
      },
      {
        Sid: 'GessoKeepsPictures',
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
        Resource: `arn:aws:s3:::${bucket}/${below}*`,
      },
    ],
  }
}
