import { expect, it } from 'vitest'
import { smallestPolicy } from './smallest-policy.ts'

it('[BK14] permits nothing outside of the prefix', () => {
  expect(smallestPolicy('bucket', '/team/gesso/')).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'GessoFindsPictures',
        Effect: 'Allow',
        Action: ['s3:ListBucket'],
        Resource: 'arn:aws:s3:::bucket',
        Condition: { StringLikeIfExists: { 's3:prefix': ['team/gesso/*'] } },
      },
      {
        Sid: 'GessoKeepsPictures',
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
        Resource: 'arn:aws:s3:::bucket/team/gesso/*',
      },
    ],
  })
})

it('[BK14] permits the whole bucket where there is no prefix', () => {
  const [finds, keeps] = smallestPolicy('bucket').Statement
  expect(finds).not.toHaveProperty('Condition')
  expect(keeps!.Resource).toBe('arn:aws:s3:::bucket/*')
})
