// `npm run samples`: has GIMP, Krita and MyPaint paint the files of `samples/` again, and show each of them once more as a plain
// PNG, as they open it. What is committed was made so; zips have the time in them, so the bytes are others each time.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { debianPackages, foreignPrograms, missingPrograms } from './foreign-programs.ts'
import {
  cellsAcross,
  cellSidePx,
  flatSamples,
  layeredSamples,
  palette,
  photograph,
  shownName,
} from './samples.ts'

const samples = join(import.meta.dirname, 'samples')

/** Of 8 bits, with nothing in it that is not pixels. */
const plainPng = ['-colorspace', 'sRGB', '-depth', '8', '-strip', '-define', 'png:exclude-chunks=date,time']

/** Exif, and in it nothing but that the picture's right edge is its top (6), as of a camera held upright. */
const turnedMark = Buffer.from(
  'ffe10022457869660000' + '4d4d002a00000008' + '0001' + '011200030000000100060000' + '00000000',
  'hex',
)

process.exitCode = main()

function main(): number {
  const missing = missingPrograms()
  if (missing.length > 0) {
    console.error(
      `${missing.join(', ')} missing. On Debian: apt-get install ${debianPackages} python3-pyqt5 zip`,
    )
    return 2
  }
  const home = mkdtempSync(join(tmpdir(), 'gesso-samples-'))
  try {
    paintAll(home)
    showAll(home)
    return 0
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/** Paints everything; a home of its own, so that nobody's settings count. */
function paintAll(home: string): void {
  for (const { file } of layeredSamples) rmSync(join(samples, file), { force: true })
  run(home, 'kritarunner', ['-s', 'paint_in_krita'])
  run(home, 'xvfb-run', ['-a', '/usr/bin/python3', join(samples, 'paint_in_mypaint.py'), samples])
  const script = join(home, 'paint.scm')
  const painting = readFileSync(join(samples, 'paint-in-gimp.scm'), 'utf8')
  writeFileSync(script, `(define folder ${JSON.stringify(samples)})\n${painting}`)
  run(home, 'xvfb-run', [
    '-a',
    'gimp',
    '-i',
    '-f',
    '-b',
    `(load ${JSON.stringify(script)})`,
    '-b',
    '(gimp-quit 1)',
  ])
  const palettes = join(home, 'gimp', 'palettes')
  const [written] = readdirSync(palettes)
  if (written === undefined) throw new Error(`GIMP wrote no palette into ${palettes}`)
  writeFileSync(join(samples, palette), readFileSync(join(palettes, written)))
  // Krita's thumbnails are larger than everything else in its files, and nobody reads them.
  for (const name of readdirSync(samples).filter((name) => name.endsWith('.ora'))) {
    run(home, 'zip', ['-q', '-d', join(samples, name), 'Thumbnails/thumbnail.png'])
  }
  // Without layers: the merged picture alone.
  const onWhite = [
    join(samples, 'gimp-16.png'),
    '-background',
    'white',
    '-alpha',
    'remove',
    '-alpha',
    'off',
    '-strip',
  ]
  run(home, 'convert', [...onWhite, '-depth', '8', join(samples, 'imagemagick.psd')])
  run(home, 'convert', [...onWhite, '-depth', '16', join(samples, 'imagemagick-16.psd')])
  run(home, 'convert', [
    ...onWhite,
    '-colorspace',
    'Gray',
    '-depth',
    '8',
    join(samples, 'imagemagick-grey.psd'),
  ])
  const plain = readFileSync(join(samples, photograph))
  writeFileSync(
    join(samples, photograph),
    Buffer.concat([plain.subarray(0, 2), turnedMark, plain.subarray(2)]),
  )
}

function showAll(home: string): void {
  for (const { file, program, cells } of layeredSamples) {
    const shown = join(home, shownName(file))
    foreignPrograms.find(({ name }) => name === program)!.convert(join(samples, file), shown)
    if (!existsSync(shown)) throw new Error(`${program} did not show ${file}`)
    // On white, as everything here is; MyPaint shows whole tiles.
    const size = `${cellsAcross * cellSidePx}x${Math.ceil(cells.length / cellsAcross) * cellSidePx}+0+0`
    run(home, 'convert', [
      shown,
      '-crop',
      size,
      '+repage',
      '-background',
      'white',
      '-alpha',
      'remove',
      ...plainPng,
      `PNG24:${join(samples, shownName(file))}`,
    ])
  }
  for (const file of [...flatSamples, photograph]) {
    run(home, 'convert', [
      `${join(samples, file)}[0]`,
      '-auto-orient',
      ...plainPng,
      `PNG32:${join(samples, shownName(file))}`,
    ])
  }
}

function run(home: string, program: string, words: readonly string[]): void {
  const config = join(home, 'config')
  mkdirSync(config, { recursive: true })
  const own = {
    HOME: home,
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CONFIG_HOME: config,
    GIMP2_DIRECTORY: join(home, 'gimp'),
    // kritarunner imports from here.
    PYTHONPATH: samples,
    PYTHONDONTWRITEBYTECODE: '1',
    SAMPLES: samples,
    ...(program === 'kritarunner' ? { QT_QPA_PLATFORM: 'offscreen' } : {}),
  }
  const { status, stderr } = spawnSync(program, words, {
    env: { ...process.env, ...own },
    encoding: 'utf8',
    timeout: 180_000,
    maxBuffer: 16 * 1024 * 1024,
  })
  if (status !== 0) throw new Error(`${program} ended with ${String(status)}: ${stderr.slice(-600)}`)
}
