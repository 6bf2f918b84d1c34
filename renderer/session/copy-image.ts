// What is painted goes to the system's clipboard as a PNG, made by the same workers as a file: the window never holds it.

import { limits } from '../../sync-core/index.ts'
import { activeLayer } from '../stores/layer-store.ts'
import { strings } from '../strings.ts'
import { clearingRefusal } from '../tools/layer-answers.ts'
import type { ReadOutRefusal, WriteReply } from '../worker/export-contract.ts'
import { exportPicture } from './export-picture.ts'
import { gessoApi } from './gesso-api.ts'
import { isFailure } from './is-failure.ts'
import type { SessionParts } from './session-parts.ts'

export type CopyWish =
  /** Of the layer in hand; cut: and erases it there. */
  | 'copy'
  | 'cut'
  /** As everybody sees it, on paper. */
  | 'copy-merged'

/** Why that can't be copied now, before anything is read; undefined when it may be. */
export function copyRefusal({ canvasTools, layerStore }: SessionParts, wish: CopyWish): string | undefined {
  if (canvasTools.activity.getState().isFloating) return strings.copying.floats
  return wish === 'cut' ? clearingRefusal(activeLayer(layerStore.getState())) : undefined
}

/**
 * Copies and says what became of it. A cut erases only once the copy is on the clipboard. What is asked for while a copy is being
 * made, as by a key that is held, is not done.
 */
export async function copyImage(parts: SessionParts, wish: CopyWish): Promise<void> {
  const { copiedStore } = parts
  if (copiedStore.getState().isCopying) return
  copiedStore.setState({ isCopying: true })
  try {
    await copyOne(parts, wish)
  } finally {
    copiedStore.setState({ isCopying: false })
  }
}

async function copyOne(parts: SessionParts, wish: CopyWish): Promise<void> {
  const { bridge, layerStore, hintStore, copiedStore } = parts
  const { say } = hintStore.getState()
  const layer = wish === 'copy-merged' ? undefined : layerStore.getState().active
  const made = new Promise<WriteReply>((resolve) => {
    const png = {
      format: 'png',
      area: { kind: 'copy', layer, selected: wish === 'cut' ? 'only' : 'if any' },
      paper: layer === undefined,
      quality: 1,
      paperName: '',
      pxMax: limits.copiedImagePixelsMax,
    } as const
    exportPicture(bridge, png, (reply) => reply.kind !== 'progress' && resolve(reply))
  })
  const isThere = await putOnClipboard(made)
  const reply = await made
  if (reply.kind !== 'done') return say(reply.kind === 'refused' ? refusalWords(reply.why) : '')
  if (isThere !== true) return say(isThere)
  copiedStore.setState({ place: reply.place })
  const { width, height } = reply.place
  // By now, another layer may be in hand and something else selected.
  if (wish === 'cut' && layer !== undefined)
    bridge.send({ kind: 'author', task: { kind: 'erase-copied', layer } })
  say(strings.copying.copied(width, height))
}

/** Begun before the image is there: a browser lets a page do it only right after a key or a click. */
async function putOnClipboard(made: Promise<WriteReply>): Promise<true | string> {
  const image = made.then((reply) => {
    if (reply.kind !== 'done') throw new Error('nothing was made')
    return reply.blob
  })
  try {
    if (gessoApi === undefined) {
      if (typeof ClipboardItem === 'undefined') {
        await image
        return strings.copying.notInBrowser
      }
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': image })])
      return true
    }
    const answer = await gessoApi.copyImage(new Uint8Array(await (await image).arrayBuffer()))
    return isFailure(answer) ? answer.message : true
  } catch {
    return strings.copying.notTaken
  }
}

function refusalWords(why: ReadOutRefusal): string {
  const words = strings.copying
  switch (why.kind) {
    case 'nothing-here':
    case 'no-layer':
      return strings.export.refusals[why.kind === 'no-layer' ? 'noLayer' : 'nothingHere']
    case 'nothing-selected':
      return words.cutNothing
    case 'nothing-painted':
      return words.nothingPainted
    case 'too-large':
      return words.tooLarge(why.width, why.height, why.pxMax)
    case 'no-memory':
      return strings.export.refusals.noMemory
    case 'layers-too-large':
    case 'fault':
      return words.fault
  }
}
