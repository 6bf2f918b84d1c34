import { describe, expect, it } from 'vitest'
import { findOrphans } from './check-spec.mjs'

const spec = ['# Rules', '', '- **[BC1]** A client receives all.', '[BC2] None comes twice, see [BC1].'].join(
  '\n',
)
const source = (text: string) => ({ file: 'a.test.ts', text })

describe('findOrphans', () => {
  it('is content when each rule has a test and each citation a rule', () => {
    expect(findOrphans(spec, [source(`it('[BC1][BC2] receives', () => {})`)])).toEqual([])
  })

  it('sees citations in every way of naming a test', () => {
    const text = "it.each([1, 2])('[BC1] receives %i', f)\ndescribe(\n  `[BC2] twice`, f)"
    expect(findOrphans(spec, [source(text)])).toEqual([])
  })

  it('names a rule that no test cites', () => {
    expect(findOrphans(spec, [source(`it('[BC1] receives', f)`)])).toEqual(['no test cites [BC2]'])
  })

  it('does not take a mention for a citation', () => {
    const text = `it('[BC1] receives', f)\nit('differs from [BC2]', f)\n// [BC2] elsewhere`
    expect(findOrphans(spec, [source(text)])).toEqual(['no test cites [BC2]'])
  })

  it('names a citation of no rule', () => {
    const text = `it('[BC1][BC2] receives', f)\nit('[BC9] hovers', f)`
    expect(findOrphans(spec, [source(text)])).toEqual([
      'a.test.ts cites [BC9], which is not in sync-core/SPEC.md',
    ])
  })

  it('names a claim of a document that is no rule', () => {
    const tests = [source(`it('[BC1][BC2] receives', f)`)]
    const document = { file: 'CLAIMS.md', text: 'Nobody can, [BC2] [BC7].' }
    expect(findOrphans(spec, tests, [document])).toEqual([
      'CLAIMS.md cites [BC7], which is not in sync-core/SPEC.md',
    ])
  })

  it('names an id that stands for two rules', () => {
    expect(findOrphans(`${spec}\n[BC1] Again.`, [source(`it('[BC1][BC2] receives', f)`)])).toEqual([
      '[BC1] stands twice in sync-core/SPEC.md',
    ])
  })
})
