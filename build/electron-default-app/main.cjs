// Stands in for the `default_app.asar` that Electron ships: it makes `electron [switches] FOLDER` run the app in
// FOLDER. Needed only by the development fallback of ensure-electron.mjs, whose package has no default app.
const fs = require('node:fs')
const Module = require('node:module')
const path = require('node:path')
const { app } = require('electron')

/** Splits Electron's own arguments: `-r FILE` preloads (Playwright drives the app that way), the first plain word is the app. */
function parseArguments(words) {
  const preloads = []
  for (let i = 0; i < words.length; i++) {
    if (words[i] === '-r' || words[i] === '--require') preloads.push(words[++i])
    else if (!words[i].startsWith('-')) return { preloads, folder: words[i] }
  }
  return { preloads, folder: '.' }
}

const { preloads, folder } = parseArguments(process.argv.slice(1))
for (const preload of preloads) Module._load(preload, module, false)

const appFolder = path.resolve(folder)
const manifest = JSON.parse(fs.readFileSync(path.join(appFolder, 'package.json'), 'utf8'))
app.setVersion(manifest.version)
app.setName(manifest.productName ?? manifest.name)
app.setAppPath(appFolder)
process.defaultApp = true
Module._load(path.join(appFolder, manifest.main), Module, true)
