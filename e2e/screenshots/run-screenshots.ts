// `npm run screenshots -- --out DIR`: starts the real app, sets a stage, and writes what every panel, sheet, popover and screen
// looks like in each theme and size, to be looked at by people.

import { resolve } from 'node:path'
import { withBuiltApp } from '../bench/with-built-app.ts'
import { Camera } from './camera.ts'
import { readScreenshotWords, screenshotUsage } from './screenshot-words.ts'
import { runTour } from './tour.ts'

process.exitCode = await main(process.argv.slice(2))

async function main(words: readonly string[]): Promise<number> {
  const order = readScreenshotWords(words)
  if (order.kind === 'help') {
    console.log(screenshotUsage)
    return 0
  }
  if (order.kind === 'refused') {
    console.error(order.sentence)
    return 2
  }
  const out = resolve(order.out)
  const camera = new Camera({ ...order, out })
  await withBuiltApp((folder) => runTour(camera, folder))
  if (camera.taken.length === 0) {
    console.error(`No scene has ${order.only.map((part) => `“${part}”`).join(' or ')} in its name.`)
    return 1
  }
  console.log(`${camera.taken.length} screenshots in ${out}`)
  return 0
}
