// A file from outside becomes layers of the picture: read in a worker of its own, laid down by the session's worker.

import { limits, type LayerId } from '../../sync-core/index.ts'
import { fitName } from '../files/fit-name.ts'
import { strings } from '../strings.ts'
import { sayFileLosses } from '../strings/say-file.ts'
import type { ImportStore } from '../stores/import-store.ts'
import { randomLayerId } from '../tools/random-numbers.ts'
import type { AuthoringReply } from '../worker/authoring-contract.ts'
import { readFile, type FileAnswer } from './read-file.ts'
import type { SessionParts } from './session-parts.ts'

type ReadFile = Extract<FileAnswer, { kind: 'read' }>

/** Reads each file and lays its layers above the one in hand, in the middle of the picture. */
export function importFiles(parts: SessionParts, files: readonly File[]): void {
  const { importStore } = parts
  importStore.getState().reading?.stop()
  importStore.setState({ waiting: files })
  readNext(parts)
}

/** The layers of one file are to be there before those of the next come above them. */
function readNext(parts: SessionParts): void {
  const { importStore, hintStore } = parts
  const { reading: before, laying, waiting } = importStore.getState()
  const [file, ...rest] = waiting
  if (before !== undefined || laying.length > 0 || file === undefined) return
  const { name } = file
  const end = (): void => importStore.setState({ reading: undefined })
  const stop = readFile(file, (answer) => {
    end()
    const refusal = answer.kind === 'read' ? layFile(parts, answer) : answer.sentence
    // A hint gives way to that of the next.
    if (refusal !== undefined && rest.length > 0) tell(importStore, refusal)
    else if (refusal !== undefined) hintStore.getState().say(refusal)
    readNext(parts)
  })
  const reading = {
    name,
    stop() {
      stop()
      end()
      importStore.setState({ waiting: [] })
      hintStore.getState().say(strings.importing.ended(name))
    },
  }
  importStore.setState({ reading, waiting: rest })
}

function tell(importStore: ImportStore, sentence: string): void {
  importStore.setState(({ told }) => ({ told: [...told, sentence] }))
}

/** Lays down what was read, or returns why that can't be. `replaces`: a layer whose place it takes. */
export function layFile(parts: SessionParts, file: ReadFile, replaces?: LayerId): string | undefined {
  const { bridge, layerStore, importStore } = parts
  const { frame, layers } = bridge.store.getState().state
  const { image, title, losses } = file
  if (frame === undefined) return strings.export.refusals.nothingHere
  const room = limits.layersMax - layers.length
  if (image.layers.length > room) return strings.importing.tooManyLayers(title, image.layers.length, room)
  const ids = image.layers.map(() => randomLayerId())
  importStore.setState(({ laying }) => ({
    laying: [...laying, { name: title, layers: ids, losses }],
  }))
  const task = {
    kind: 'import',
    layers: image.layers.map((layer, at) => ({
      ...layer,
      id: ids[at]!,
      name: layer.name === '' ? fitName(title) || strings.layers.firstName(at + 1) : layer.name,
    })),
    above: layerStore.getState().active,
    at: {
      x: frame.x + Math.round((frame.width - image.width) / 2),
      y: frame.y + Math.round((frame.height - image.height) / 2),
    },
    ...(replaces !== undefined && { replaces }),
  } as const
  const buffers = new Set(image.layers.map(({ rgba }) => rgba.buffer as ArrayBuffer))
  bridge.send({ kind: 'author', task }, [...buffers])
  return undefined
}

/** Says what became of files that were being laid down, takes the topmost layer in hand, and goes on with the next file. */
export function tellImported(parts: SessionParts, reply: AuthoringReply): void {
  if (reply.kind !== 'imported' && reply.kind !== 'not-imported') return
  tellOne(parts, reply)
  readNext(parts)
}

type Imported = Extract<AuthoringReply, { kind: 'imported' | 'not-imported' }>

function tellOne({ importStore, hintStore, layerStore }: SessionParts, reply: Imported): void {
  const [first, ...laying] = importStore.getState().laying
  importStore.setState({ laying })
  if (first === undefined) return
  const { name, layers, losses } = first
  if (reply.kind === 'not-imported') {
    const ended = strings.importing.ended(name)
    if (reply.why === 'cancelled') importStore.setState({ waiting: [] })
    // The hint says why it was refused.
    return reply.why === 'refused' ? tell(importStore, ended) : hintStore.getState().say(ended)
  }
  layerStore.getState().chooseAll(layers.slice(-1))
  hintStore.getState().say(strings.importing.done(name, layers.length, reply.actions))
  if (losses.length > 0)
    tell(importStore, [strings.importing.notAll(name), ...sayFileLosses(losses)].join(' '))
}
