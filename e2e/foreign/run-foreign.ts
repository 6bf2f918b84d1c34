// `npm run foreign`: opens our files with GIMP, Krita and MyPaint, compares what they show with what the engine shows, and
// reads what they write. A line for each program, format and tile that differs; the last one counts.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FlatImage, LayeredImage } from '../../renderer/files/layered-image.ts'
import { decodeOra, encodeOra } from '../../renderer/files/ora.ts'
import { onPaper } from '../../renderer/files/paper-layer.ts'
import { encodePng } from '../../renderer/files/png.ts'
import { decodePsd, encodePsd } from '../../renderer/files/psd.ts'
import { debianPackages, foreignPrograms, missingPrograms, type ForeignProgram } from './foreign-programs.ts'
import { flattenByEngine } from './flatten-by-engine.ts'
import { knownDifference, toleranceOf255 } from './known-differences.ts'
import { cells, cropOf, trialImage } from './trial-picture.ts'

type Format = ForeignProgram['formats'][number]

process.exitCode = await main()

async function main(): Promise<number> {
  const missing = missingPrograms()
  if (missing.length > 0) {
    console.error(`${missing.join(', ')} missing. On Debian: apt-get install ${debianPackages}`)
    return 2
  }
  const folder = mkdtempSync(join(tmpdir(), 'gesso-foreign-'))
  try {
    return await compareAll(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function compareAll(folder: string): Promise<number> {
  const image = trialImage()
  const shown = flattenByEngine(image)
  const ours = join(folder, 'ours.png')
  writeFileSync(ours, encodePng(shown, false))
  await writeBoth(folder, onPaper(image, 'Paper'), shown)
  let [compared, apart] = [0, 0]
  const compare = (file: string, program: string, format: Format, way: string): void => {
    cells.forEach(({ name }, cell) => {
      compared += 1
      const distance = distanceOf(`${ours}[${cropOf(cell)}]`, `${file}[${cropOf(cell)}]`)
      if (distance <= toleranceOf255) return
      const reason = knownDifference(program, format, name)
      if (reason === undefined) apart += 1
      const words = reason === undefined ? 'DIFFERS' : `known: ${reason}`
      console.log(`${program} ${format} ${way}: ${name} by ${distance} of 255, ${words}`)
    })
  }
  for (const program of foreignPrograms) {
    for (const format of program.formats) {
      const theirs = join(folder, `${program.name}-${format}.png`)
      program.convert(join(folder, `trial.${format}`), theirs)
      compare(theirs, program.name, format, 'opens ours')
      const again = join(folder, `${program.name}.${format}`)
      program.convert(join(folder, `trial.${format}`), again)
      const readAgain = join(folder, `${program.name}-${format}-again.png`)
      await showTheirs(again, format, readAgain)
      compare(readAgain, program.name, format, 'writes for us')
    }
  }
  console.log(`${compared} tiles compared, ${apart} differ by more than ${toleranceOf255} of 255`)
  return apart === 0 ? 0 : 1
}

async function writeBoth(folder: string, image: LayeredImage, shown: FlatImage): Promise<void> {
  writeFileSync(join(folder, 'trial.ora'), encodeOra(image, shown))
  writeFileSync(join(folder, 'trial.psd'), await encodePsd(image, shown))
}

/** Reads what a program wrote, and writes what the engine shows of it. */
async function showTheirs(file: string, format: Format, to: string): Promise<void> {
  if (!existsSync(file)) return
  const bytes = new Uint8Array(readFileSync(file))
  const { image, losses } = format === 'ora' ? decodeOra(bytes) : await decodePsd(bytes)
  if (losses.length > 0) console.log(`${file.split('/').at(-1)}: ${JSON.stringify(losses)}`)
  writeFileSync(to, encodePng(flattenByEngine(image), false))
}

/** The largest difference of a channel, in 1/255; infinite when there is no picture. */
function distanceOf(one: string, other: string): number {
  const { stderr } = spawnSync('compare', ['-metric', 'PAE', one, other, 'null:'], { encoding: 'utf8' })
  const share = /\(([\d.e-]+)\)/.exec(stderr)?.[1]
  return share === undefined ? Infinity : Math.round(Number(share) * 255)
}
