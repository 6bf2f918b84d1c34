import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withoutSecrets } from './without-secrets.ts'

const token = 'Zm9vYmFyLi4uAbCdEf_-12'
const pictureId = 'abcdefghijklmnopqrstuvwxyz'
/** Of whoever administers a computer: the one home that lies beside all others. */
const homeOfRoot = '/root'

describe('text without secrets', () => {
  it('[UI182] nothing that opens something is left, whatever stands around it', () => {
    const planted: readonly (readonly [string, string])[] = [
      [`joined http://192.168.1.20:41873/#${pictureId}.${token} again`, 'joined (invite) again'],
      [`the token is ${token}.`, 'the token is (code).'],
      ['key 00112233445566778899aabbccddeeff', 'key (code)'],
      ['signed by AKIAIOSFODNN7EXAMPLE for', 'signed by (key) for'],
      ['wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', '(code)'],
      ['secret: hunter2, next', 'secret: (secret), next'],
      ['s3 at https://anna:pa55@s3.example.org/x', 's3 at https://(login)@s3.example.org/x'],
      ['can’t write /home/anna/.config/gesso/journal', 'can’t write ~/.config/gesso/journal'],
      ['/Users/anna/Pictures and C:\\Users\\anna\\Pictures', '~/Pictures and ~\\Pictures'],
      [`in ${homeOfRoot}/pictures`, 'in ~/pictures'],
      ['at C:\\Users\\Anna Lee\\Pictures and D:\\x', 'at ~\\Pictures and D:\\x'],
      ['at c:\\users\\anna, see http://x.org/y', 'at ~, see http://x.org/y'],
      ['at /Users/Anna Lee/Pictures', 'at ~/Pictures'],
    ]
    expect(planted.map(([text]) => withoutSecrets(text))).toEqual(planted.map(([, left]) => left))
  })

  it('[UI182] what helps stays: versions, numbers, hashes, plain sentences', () => {
    const helpful = 'Gesso 0.1.0, update 48211, hash 0123456789abcdef: the disk is full (8192 × 8192 px).'
    expect(withoutSecrets(helpful)).toBe(helpful)
  })

  it('[UI182] names go as whole words, longer ones first, also those that look like patterns', () => {
    const known = { secrets: ['s3cr3t'], names: ['Ann', 'Ann Lee', 'a.*b', 'Ö', '  '] }
    expect(withoutSecrets('Ann Lee and Ann annoy Annabel, a.*b axxb, Ö, s3cr3t1', known)).toBe(
      '(name) and (name) annoy Annabel, (name) axxb, Ö, (secret)1',
    )
  })

  it('[UI182] a known secret is in no text any more', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9+/=_-]{8,60}$/)
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (planted, before, after) => {
        const left = withoutSecrets(`${before}${planted}${after}`, { secrets: [planted], names: [] })
        expect(left.includes(planted) && !'(secret)(invite)(login)(code)(key)'.includes(planted)).toBe(false)
      }),
    )
  })
})
