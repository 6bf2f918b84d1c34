import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { typedKey } from './typed-key.ts'

describe('a key in a field', () => {
  it('[UI341] is the field’s own, but for what an input method takes', () => {
    const plain = { isComposing: false, keyCode: 13 }
    expect(typedKey({ ...plain, key: 'Enter' })).toBe('Enter')
    expect(typedKey({ ...plain, key: 'Enter', isComposing: true })).toBeUndefined()
    expect(typedKey({ ...plain, key: 'Escape', isComposing: true, keyCode: 27 })).toBeUndefined()
    expect(typedKey({ ...plain, key: 'Enter', keyCode: 229 })).toBeUndefined()
  })

  it('[UI341] is asked for in one way wherever Enter does something', () => {
    const files = readdirSync('renderer', { recursive: true, encoding: 'utf8' }).filter((file) =>
      /(?<!\.test)\.tsx?$/.test(file),
    )
    expect(files.length).toBeGreaterThan(100)
    const own = files.filter((file) =>
      readFileSync(join('renderer', file), 'utf8').includes("event.key === 'Enter'"),
    )
    expect(own).toEqual([])
  })
})
