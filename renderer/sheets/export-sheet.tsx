import { useEffect, useRef, useState, type MouseEvent } from 'react'
import { Button } from '../controls/button.tsx'
import { ChoiceField } from '../controls/choice-field.tsx'
import { Segments } from '../controls/segments.tsx'
import { SliderField } from '../controls/slider-field.tsx'
import { TextField } from '../controls/text-field.tsx'
import { typedKey } from '../controls/typed-key.ts'
import { exportPicture, isLayered, saveBlob } from '../session/export-picture.ts'
import { useSession } from '../session/use-parts.ts'
import {
  exportAreas,
  exportBackgrounds,
  readExportChoices,
  rememberExportChoices,
  type ExportChoices,
} from '../stores/export-choices.ts'
import { strings } from '../strings.ts'
import { exportFormats, type ReadOutRefusal, type WriteReply } from '../worker/export-contract.ts'

const nameCharsMax = 100

/** Saves the picture, or a part of it, as a file. Closing the page ends what is not finished, and says so. */
export function ExportSheet() {
  const { bridge, layerStore, hintStore } = useSession()
  const words = strings.export
  const [choices, setChoices] = useState(readExportChoices)
  const [name, setName] = useState(() => bridge.store.getState().state.picture?.title ?? words.untitled)
  const [reply, setReply] = useState<WriteReply>()
  const [isRunning, setRunning] = useState(false)
  const stop = useRef<() => void>(undefined)
  useEffect(
    () => () => {
      if (stop.current === undefined) return
      stop.current()
      hintStore.getState().say(strings.export.ended)
    },
    [hintStore],
  )
  // The button that was pressed, or the name, has the keyboard no longer.
  const button = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (document.activeElement?.matches('body, :disabled') === true)
      button.current?.querySelector<HTMLElement>(isRunning ? '[type=button]' : '[type=submit]')?.focus()
  }, [isRunning])
  const { format, area, background, quality } = choices
  const choose = (changes: Partial<ExportChoices>): void => {
    setChoices({ ...choices, ...changes })
    setReply(undefined)
  }
  const begin = (): void => {
    rememberExportChoices(choices)
    setReply(undefined)
    setRunning(true)
    const wish = {
      format,
      area: area === 'layer' ? { kind: area, layer: layerStore.getState().active } : { kind: area },
      paper: background === 'paper',
      quality: quality / 100,
      paperName: words.paper,
    }
    stop.current = exportPicture(bridge, wish, (news) => {
      setReply(news)
      if (news.kind === 'progress') return
      stop.current = undefined
      setRunning(false)
      if (news.kind === 'done') saveBlob(news.blob, name, format)
    })
  }
  const cancel = (): void => {
    stop.current?.()
    stop.current = undefined
    setRunning(false)
    setReply(undefined)
  }
  const hasBackground = (format === 'png' || format === 'webp') && area !== 'layer'
  return (
    <form
      className="export"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isRunning) begin()
      }}
      onKeyDown={(event) => {
        // A key that is held does it once.
        if (typedKey(event.nativeEvent) === 'Enter' && event.repeat) event.preventDefault()
      }}
    >
      <fieldset disabled={isRunning} className="export-fields">
        <TextField label={words.name} value={name} maxLength={nameCharsMax} onText={setName} data-first />
        <ChoiceField
          label={words.format}
          value={format}
          options={exportFormats}
          words={words.formats}
          onValue={(value) => choose({ format: value })}
        />
        {!isLayered(format) && (
          <Segments
            label={words.area}
            name="export-area"
            value={area}
            options={exportAreas}
            words={words.areas}
            onValue={(value) => choose({ area: value })}
          />
        )}
        {hasBackground && (
          <Segments
            label={words.background}
            name="export-background"
            value={background}
            options={exportBackgrounds}
            words={words.backgrounds}
            onValue={(value) => choose({ background: value })}
          />
        )}
        {(format === 'jpeg' || format === 'webp') && (
          <SliderField
            label={words.quality}
            unit="%"
            value={quality}
            min={1}
            max={100}
            onValue={(value) => choose({ quality: value })}
          />
        )}
      </fieldset>
      <p role="status">{reply === undefined ? '' : replyWords(reply)}</p>
      <div ref={button} className="export-press" onClickCapture={pressOnce}>
        {/* As one element, the press that cancels would find it turned into the one that saves, and save. */}
        {isRunning ? (
          <Button key="cancel" onClick={cancel}>
            {words.cancel}
          </Button>
        ) : (
          <Button key="save" type="submit" look="primary">
            {words.save}
          </Button>
        )}
      </div>
    </form>
  )
}

/** The second press of a double click would undo the first, or do it again. */
function pressOnce(event: MouseEvent): void {
  if (event.detail < 2) return
  event.preventDefault()
  event.stopPropagation()
}

function replyWords(reply: WriteReply): string {
  const words = strings.export
  if (reply.kind === 'done') return words.done(reply.blob.size)
  if (reply.kind === 'refused') return refusalWords(reply.why)
  const { step, part } = reply
  if (step === 'pixels') return words.steps.pixels(Math.floor(part * 100))
  return step === 'layers' ? words.steps.layers(part) : words.steps.file()
}

function refusalWords(why: ReadOutRefusal): string {
  const words = strings.export.refusals
  switch (why.kind) {
    case 'nothing-here':
      return words.nothingHere
    case 'nothing-selected':
      return words.nothingSelected
    case 'nothing-painted':
      return words.nothingPainted
    case 'no-layer':
      return words.noLayer
    case 'no-memory':
      return words.noMemory
    case 'fault':
      return words.fault
    case 'too-large':
      return words.tooLarge(why.width, why.height, why.pxMax, why.sidePxMax)
    case 'layers-too-large':
      return words.layersTooLarge(why.bytes, why.bytesMax)
  }
}
