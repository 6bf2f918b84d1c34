import type { ActionWhat } from '../../sync-core/index.ts'
import { strings } from '../strings.ts'

/** What an action did, in a few words. */
export function actionWords(what: ActionWhat): string {
  const words = strings.history
  switch (what.kind) {
    case 'stroke':
      if (what.blend === 'erase') return words.erase
      return what.smudge > 0 ? words.smudge : words.stroke
    case 'patch':
      return { cover: words.cover, erase: words.eraseSelected, over: words.image, moved: words.moved }[
        what.form
      ]
    case 'gradient':
      return words.gradient
    case 'layers':
      return layerWords(what)
  }
}

function layerWords({ change, field, name }: Extract<ActionWhat, { kind: 'layers' }>): string {
  const words = strings.history
  switch (change) {
    case 'layer-add':
      return words.layerAdd(name)
    case 'layer-remove':
      return words.layerRemove(name)
    case 'layer-move':
      return words.layerMove(name)
    case 'layer-copy':
      return words.layerCopy(name)
    case 'layer-merge':
      return words.layerMerge(name)
    case 'layer-set':
      return words.fields[field ?? 'name'](name)
    case 'resize':
      return words.resize
    case 'palette':
      return words.palette
  }
}
