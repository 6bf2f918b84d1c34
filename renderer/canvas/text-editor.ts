// Text that is typed on the picture: a field over the canvas that looks as the text will look, and the same text drawn into
// pixels in the end. The window draws it, so its fonts need to be on this computer only.

import type { ImagePixels, Point } from '../../sync-core/index.ts'
import { typedKey } from '../controls/typed-key.ts'
import type { ToolOptionsStore } from '../stores/tool-options-store.ts'
import type { ToolStore } from '../stores/tool-store.ts'
import type { ViewStore } from '../stores/view-store.ts'
import { strings } from '../strings.ts'
import type { TextEditor } from '../tools/canvas-tools/text-tool.ts'
import { toHex } from '../tools/color.ts'
import { matrixOf, pictureToScreen } from '../view/view-transform.ts'

/** Line height in sizes of the font. */
const lineHeight = 1.25

export interface TextEditorPorts {
  readonly toolStore: ToolStore
  readonly options: ToolOptionsStore
  readonly viewStore: ViewStore
  readonly onApply: () => void
  readonly onCancel: () => void
}

export function createTextEditor(
  stage: HTMLElement,
  ports: TextEditorPorts,
): TextEditor & { dispose(): void } {
  const { toolStore, options, viewStore, onApply, onCancel } = ports
  let field: HTMLTextAreaElement | undefined
  let at: Point = { x: 0, y: 0 }

  const dress = (): void => {
    if (field === undefined) return
    const { view, viewport } = viewStore.getState()
    const { family, sizePx, isBold } = options.getState().text
    const place = pictureToScreen(view, at)
    // The font has the scale already.
    const [a, b, c, d] = matrixOf({ ...view, scale: 1 })
    const size = (sizePx * view.scale) / viewport.ratio
    Object.assign(field.style, {
      transform: `matrix(${a}, ${b}, ${c}, ${d}, ${place.x / viewport.ratio}, ${place.y / viewport.ratio})`,
      font: `${isBold ? 700 : 400} ${size}px/${lineHeight} ${family}`,
      color: toHex(toolStore.getState().color),
    })
    // As large as the text, so that it never scrolls.
    field.style.width = '0'
    field.style.height = '0'
    field.style.width = `${field.scrollWidth + size}px`
    field.style.height = `${Math.max(size * lineHeight, field.scrollHeight)}px`
  }
  const close = (): void => {
    field?.remove()
    field = undefined
  }
  /** A font chosen from a list took the keyboard away; a field in which a number is typed keeps it. */
  const goOn = (): void => {
    dress()
    if (!(document.activeElement instanceof HTMLInputElement)) field?.focus({ preventScroll: true })
  }
  const unsubscribe = [toolStore.subscribe(dress), options.subscribe(goOn), viewStore.subscribe(dress)]

  return {
    get isOpen() {
      return field !== undefined
    },
    open(where) {
      close()
      at = where
      field = document.createElement('textarea')
      field.className = 'text-editor'
      field.setAttribute('aria-label', strings.toolOptions.textField)
      field.spellcheck = false
      field.wrap = 'off'
      field.addEventListener('input', dress)
      field.addEventListener('pointerdown', (event) => event.stopPropagation())
      field.addEventListener('keydown', (event) => {
        const key = typedKey(event)
        if (key === 'Escape') onCancel()
        else if (key === 'Enter' && (event.ctrlKey || event.metaKey)) onApply()
        else return
        event.preventDefault()
      })
      stage.append(field)
      dress()
      field.focus({ preventScroll: true })
    },
    take() {
      const text = field?.value ?? ''
      close()
      if (text.trim() === '') return undefined
      const { family, sizePx, isBold } = options.getState().text
      const font = `${isBold ? 700 : 400} ${sizePx}px ${family}`
      return drawText(text, font, sizePx, toHex(toolStore.getState().color), at)
    },
    dispose() {
      unsubscribe.forEach((end) => end())
      close()
    },
  }
}

/** The text in px of the picture. Italic and tall letters reach out of their line, so there is room around. */
function drawText(
  text: string,
  font: string,
  sizePx: number,
  color: string,
  at: Point,
): { readonly image: ImagePixels; readonly at: Point; readonly shown: HTMLCanvasElement } {
  const lines = text.split('\n')
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  context.font = font
  const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = context.measureText('Mg')
  const room = Math.ceil(sizePx / 2)
  const widest = Math.max(...lines.map((line) => context.measureText(line).width))
  canvas.width = Math.ceil(widest) + 2 * room
  canvas.height = Math.ceil(lines.length * sizePx * lineHeight) + 2 * room
  context.font = font
  context.fillStyle = color
  const baseline = (sizePx * lineHeight - ascent - descent) / 2 + ascent
  lines.forEach((line, row) => context.fillText(line, room, room + row * sizePx * lineHeight + baseline))
  const { width, height, data } = context.getImageData(0, 0, canvas.width, canvas.height)
  return { image: { width, height, rgba: data }, at: { x: at.x - room, y: at.y - room }, shown: canvas }
}
