import { expect, it } from 'vitest'
import { keyFromHex, keyToHex } from './participant-key.ts'

it('[UI45] reads back the key that it wrote and nothing else', () => {
  const key = Uint8Array.from({ length: 16 }, (_, at) => at * 17)
  expect(keyToHex(key)).toBe('00112233445566778899aabbccddeeff')
  expect(keyFromHex(keyToHex(key))).toEqual(key)
  for (const text of ['', '00', 'zz'.repeat(16), '0'.repeat(33)]) expect(keyFromHex(text)).toBeUndefined()
})
