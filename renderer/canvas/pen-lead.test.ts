import { expect, it } from 'vitest'
import { roundBrush, type Brush } from '../../sync-core/index.ts'
import { toSettings } from '../tools/brush-settings.ts'
import { hasLead } from './pen-lead.ts'

const lead = (change: Partial<Brush>, steadiness = 0) =>
  hasLead(
    toSettings(roundBrush({ size: 160, opacity: 255, flow: 255, hardness: 240, ...change }), steadiness),
  )

it('[UI134] shows a foreseen line only of a brush that lays down a plain one, steadied or not', () => {
  expect(lead({})).toBe(true)
  expect(lead({}, 100)).toBe(true)
  expect(lead({ smudge: 1 })).toBe(false)
  expect(lead({ opacity: 200 })).toBe(false)
  expect(lead({ flow: 100 })).toBe(false)
  expect(lead({ hardness: 60 })).toBe(false)
  expect(lead({ tip: 'chalk' })).toBe(false)
  expect(lead({ roundness: 90 })).toBe(false)
})
