import { useEffect, useRef, useState } from 'react'
import { Button } from '../controls/button.tsx'
import { ChoiceField } from '../controls/choice-field.tsx'
import { Segments } from '../controls/segments.tsx'
import { SliderField } from '../controls/slider-field.tsx'
import { TextField } from '../controls/text-field.tsx'
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

/** Saves the picture, or a part of it, as a file. Closing the page ends what is not finished. */
export function ExportSheet() {
  const { bridge, layerStore } = useSession()
  const words = strings.export
  const [choices, setChoices] = useState(readExportChoices)
  const [name, setName] = useState(() => bridge.store.getState().state.picture?.title ?? words.untitled)
  const [reply, setReply] = useState<WriteReply>()
  const [isRunning, setRunning] = useState(false)
  const stop = useRef<() => void>(undefined)
  useEffect(() => () => stop.current?.(), [])
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
      setRunning(false)
      if (news.kind === 'done') saveBlob(news.blob, name, format)
    })
  }
  const cancel = (): void => {
    stop.current?.()
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
      {isRunning ? (
        <Button onClick={cancel}>{words.cancel}</Button>
      ) : (
        <Button type="submit" look="primary">
          {words.save}
        </Button>
      )}
    </form>
  )
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
