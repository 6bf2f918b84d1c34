import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

// It waits as every Electron app must, opens one window as large as ours, and shows one word.
const main = `
const { app, BrowserWindow } = require('electron')
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, show: false, webPreferences: { sandbox: true } })
  window.once('ready-to-show', () => window.show())
  window.loadFile('index.html')
})
`

/** The smallest Electron app that shows anything: what no app of its kind starts faster than. Returns its folder. */
export async function writeEmptyWindow(folder: string, body = '<p>Empty</p>'): Promise<string> {
  const place = join(folder, 'empty-window')
  await mkdir(place, { recursive: true })
  const manifest = { name: 'empty-window', version: '1.0.0', main: 'main.cjs' }
  await writeFile(join(place, 'package.json'), JSON.stringify(manifest))
  await writeFile(join(place, 'main.cjs'), main)
  await writeFile(
    join(place, 'index.html'),
    `<!doctype html><meta charset="utf-8"><title>Empty</title>${body}`,
  )
  return place
}
