// How long a person waits for the app: from the start of its process to the start screen, and to a canvas that takes a stroke
// (the time until the start screen, and from the click on a picture until it is there). Beside it an empty window of the same
// Electron, started in turns with ours.

import { join } from 'node:path'
import { appWords, launchApp, type AppPlaces } from '../support/launch-app.ts'
import { Painter } from '../support/painter.ts'
import { startCold } from './cold-start.ts'
import { writeEmptyWindow } from './empty-window.ts'
import { median, type Figure } from './figure.ts'
import { withBuiltApp } from './with-built-app.ts'

const turns = 7
const title = 'Bench'
const ratioMax = 2

export function bench(): Promise<Figure[]> {
  return withBuiltApp(async (folder) => {
    const places = { dataDir: join(folder, 'ada') }
    await paintSomething(places)
    const ours = appWords(places)
    const empty = [await writeEmptyWindow(folder), ...ours.slice(1).filter((word) => !/-dir=/.test(word))]
    const emptyWords = [...empty, `--user-data-dir=${join(folder, 'empty')}`]
    const emptyMs: number[] = []
    const screenMs: number[] = []
    const canvasMs: number[] = []
    // The first turn fills the system's caches and is not counted.
    for (let turn = 0; turn <= turns; turn++) {
      const peer = await startCold(emptyWords)
      await peer.quit()
      const own = await startCold(ours)
      const openedMs = await own.page.run(openPicture, title)
      await own.quit()
      if (turn === 0) continue
      emptyMs.push(peer.shownMs)
      screenMs.push(own.shownMs)
      canvasMs.push(own.shownMs + openedMs)
    }
    const peer = median(emptyMs)
    const against = 'an empty window of the same Electron'
    const screen = { name: 'start-screen', value: median(screenMs), unit: 'ms', peer, against }
    const canvas = { name: 'start-canvas', value: median(canvasMs), unit: 'ms', peer, against }
    return [screen, canvas, ratioOf(screen), ratioOf(canvas)]
  })
}

function ratioOf({ name, value, peer }: Figure): Figure {
  return {
    name: `${name}-ratio`,
    value: value / peer,
    unit: '×',
    peer: ratioMax,
    against: 'the most that is wanted',
  }
}

/** A person with a name and a picture, as on every day but the first. */
async function paintSomething(places: AppPlaces): Promise<void> {
  const app = await launchApp(places, () => undefined)
  try {
    const ada = new Painter('Ada', await app.electron.firstWindow())
    await ada.host(title)
    const { x, y } = await ada.area()
    await ada.page.mouse.move(x, y)
    await ada.page.mouse.down()
    await ada.page.mouse.move(x + 200, y + 100, { steps: 20 })
    await ada.page.mouse.up()
    await ada.expectAcknowledged()
    await ada.leave()
    await ada.page.getByRole('button', { name: `Open “${title}”` }).waitFor()
  } finally {
    await app.kill()
  }
}

/** Runs in the page: opens the picture as soon as it can, and tells how long it took until a stroke can begin. */
async function openPicture(wanted: string): Promise<number> {
  const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))
  const find = (): HTMLElement | undefined =>
    [...document.querySelectorAll('button')].find((button) =>
      `${button.ariaLabel ?? ''} ${button.title} ${button.textContent}`.includes(`Open “${wanted}”`),
    )
  while (find() === undefined) await nextFrame()
  const begunMs = performance.now()
  find()!.click()
  for (;;) {
    await nextFrame()
    const status = document.querySelector<HTMLElement>('[data-testid="status"]')
    const isThere = document.querySelector('.stage-words') === null
    if (status?.dataset['connection'] === 'connected' && isThere) break
  }
  await nextFrame()
  return performance.now() - begunMs
}
