import { spawnSync } from 'node:child_process'

// How programs that we did not write are told, without anybody at a screen, to open a file and to write it as another one. They
// are whatever Debian 12 has: GIMP 2.10, Krita 5.1, MyPaint 2.0.

export interface ForeignProgram {
  readonly name: string
  /** What it opens, and writes with layers. */
  readonly formats: readonly ('ora' | 'psd')[]
  /** Opens `from` and writes `to`, flattened when that is a PNG; false when nothing was written. */
  readonly convert: (from: string, to: string) => void
}

/** Debian's packages that have them. */
export const debianPackages = 'gimp krita mypaint imagemagick xvfb'

/** Long enough for the slowest start, and an end to a dialog that nobody answers. */
const programMsMax = 180_000

/** Those of the names that this computer lacks. */
export function missingPrograms(): string[] {
  const needed = ['gimp', 'krita', 'mypaint', 'compare', 'xvfb-run']
  return needed.filter((name) => spawnSync('which', [name]).status !== 0)
}

function run(program: string, words: readonly string[]): void {
  const { status, stderr, error } = spawnSync('xvfb-run', ['-a', program, ...words], {
    timeout: programMsMax,
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  })
  if (status === 0) return
  const said = error?.message ?? stderr.trim().split('\n').slice(-3).join(' ')
  console.error(`${program} ended with ${String(status)}: ${said}`)
}

const inQuotes = (text: string): string => JSON.stringify(text)

const gimp: ForeignProgram = {
  name: 'GIMP',
  // Debian's has no plug-in for OpenRaster: that wants Python 2.
  formats: ['psd'],
  convert: (from, to) => {
    const image = `(image (car (gimp-file-load RUN-NONINTERACTIVE ${inQuotes(from)} ${inQuotes(from)})))`
    const layer = to.endsWith('.png')
      ? '(layer (car (gimp-image-flatten image)))'
      : '(layer (car (gimp-image-get-active-layer image)))'
    const save = `(gimp-file-save RUN-NONINTERACTIVE image layer ${inQuotes(to)} ${inQuotes(to)})`
    run('gimp', ['-i', '-d', '-f', '-b', `(let* (${image} ${layer}) ${save})`, '-b', '(gimp-quit 0)'])
  },
}

const krita: ForeignProgram = {
  name: 'Krita',
  formats: ['ora', 'psd'],
  convert: (from, to) => {
    run('krita', [from, '--export', '--export-filename', to])
  },
}

/** MyPaint's own library: the program has no words for this. Its handler of compatibility is told what a window is told. */
const mypaintScript = `
import sys
sys.path.insert(0, '/usr/lib/mypaint')
import gi
gi.require_version('Gtk', '3.0')
import lib.document, lib.eotf
document = lib.document.Document()
handler = lambda eotf, root: lib.eotf.set_eotf(float(eotf or lib.eotf.DEFAULT_EOTF))
document.load(sys.argv[1], compat_handler=handler)
document.save(sys.argv[2])
`

const mypaint: ForeignProgram = {
  name: 'MyPaint',
  formats: ['ora'],
  convert: (from, to) => {
    run('/usr/bin/python3', ['-c', mypaintScript, from, to])
  },
}

export const foreignPrograms = [gimp, krita, mypaint]
