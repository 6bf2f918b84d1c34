// A file from outside becomes layers of the picture: read in a worker of its own, laid down by the session's worker.

import { limits, type LayerId } from '../../sync-core/index.ts'
import { fitName } from '../files/fit-name.ts'
import { strings } from '../strings.ts'
import { sayFileLosses } from '../strings/say-file.ts'
import { randomLayerId } from '../tools/random-numbers.ts'
import type { AuthoringReply } from '../worker/authoring-contract.ts'
import { readFile, type FileAnswer } from './read-file.ts'
import type { SessionParts } from './session-parts.ts'

type ReadFile = Extract<FileAnswer, { kind: 'read' }>

/** Reads the file and lays its layers above the one in hand, in the middle of the picture. */
export function importFile(parts: SessionParts, file: File): void {
  const { importStore, hintStore } = parts
  const end = (): void => importStore.setState({ reading: undefined })
  importStore.getState().reading?.stop()
  const stop = readFile(file, (answer) => {
    end()
    if (answer.kind === 'refused') hintStore.getState().say(answer.sentence)
    else layFile(parts, answer)
  })
  const name = file.name
  const reading = {
    name,
    stop() {
      stop()
      end()
      hintStore.getState().say(strings.importing.ended(name))
    },
  }
  importStore.setState({ reading })
}

/** Lays down what was read. `replaces`: a layer whose place it takes. */
export function layFile(parts: SessionParts, file: ReadFile, replaces?: LayerId): void {
  const { bridge, layerStore, importStore, hintStore } = parts
  const { frame, layers } = bridge.store.getState().state
  const { image, title, losses } = file
  if (frame === undefined) return hintStore.getState().say(strings.export.refusals.nothingHere)
  const room = limits.layersMax - layers.length
  if (image.layers.length > room) {
    return hintStore.getState().say(strings.importing.tooManyLayers(title, image.layers.length, room))
  }
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
}

/** Says what became of files that were being laid down, and takes the topmost layer in hand. */
export function tellImported(
  { importStore, hintStore, layerStore }: SessionParts,
  reply: AuthoringReply,
): void {
  if (reply.kind !== 'imported' && reply.kind !== 'not-imported') return
  const [first, ...laying] = importStore.getState().laying
  importStore.setState({ laying })
  if (first === undefined) return
  const { name, layers, losses } = first
  const tell = (sentence: string): void => importStore.setState(({ told }) => ({ told: [...told, sentence] }))
  if (reply.kind === 'not-imported') {
    const ended = strings.importing.ended(name)
    // The hint says why it was refused.
    return reply.why === 'refused' ? tell(ended) : hintStore.getState().say(ended)
  }
  layerStore.getState().chooseAll(layers.slice(-1))
  hintStore.getState().say(strings.importing.done(name, layers.length, reply.actions))
  if (losses.length > 0) tell([strings.importing.notAll(name), ...sayFileLosses(losses)].join(' '))
}
