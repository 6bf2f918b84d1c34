import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { readNotices } from './library-notices.mjs'
import { projectRoot } from './project-root.mjs'

const { dependencies } = JSON.parse(fs.readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>
}

it('has every package that the app needs at run time, with its licence, and no tool', () => {
  const { libraries, texts } = readNotices(projectRoot)
  const names = libraries.map(({ name }) => name)
  for (const [name, version] of Object.entries(dependencies))
    expect(libraries).toContainEqual(expect.objectContaining({ name, version }))
  expect(names).not.toContain('vitest')
  expect(libraries.filter(({ licence }) => licence === '')).toEqual([])
  const react = libraries.find(({ name }) => name === 'react')
  expect(react?.licence).toBe('MIT')
  expect(texts[react?.text ?? -1]).toContain('Permission is hereby granted')
})
