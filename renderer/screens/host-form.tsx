import { Globe, Monitor, Network } from 'lucide-react'
import { useState } from 'react'
import type { Reach } from '../../electron/ipc/contract.ts'
import { limits, type CanvasSize } from '../../sync-core/index.ts'
import { Button } from '../controls/button.tsx'
import { Segments } from '../controls/segments.tsx'
import { Problem, TextField } from '../controls/text-field.tsx'
import { strings } from '../strings.ts'
import { checkSize, sizePresets } from '../tools/size-fields.ts'

interface HostFormProps {
  readonly reach: Reach
  readonly problem: string | undefined
  readonly onReach: (reach: Reach) => void
  readonly onHost: (picture: { title: string } & CanvasSize) => void
  /** A new picture is to be made of a file. */
  readonly onOpen: () => void
}

/** A new picture: title, size and who can join. */
export function HostForm({ reach, problem, onReach, onHost, onOpen }: HostFormProps) {
  // Until somebody types, in the language in use.
  const [typedTitle, setTypedTitle] = useState<string>()
  const title = typedTitle ?? strings.host.titleDefault
  const [width, setWidth] = useState('2048')
  const [height, setHeight] = useState('1536')
  const size = checkSize(width, height)
  const titleWrong = titleProblem(title)

  return (
    <form
      className="card"
      aria-label={strings.host.heading}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (size.kind === 'ok' && titleWrong === undefined) onHost({ title: title.trim(), ...size.size })
      }}
    >
      <h2>{strings.host.heading}</h2>
      <TextField label={strings.host.title} value={title} problem={titleWrong} onText={setTypedTitle} />
      <div className="field" role="group" aria-label={strings.host.size}>
        <div className="field-head">
          <span className="field-name">{strings.host.size}</span>
          <Problem id="size-problem" sentence={size.kind === 'problem' ? size.sentence : undefined} />
        </div>
        <div className="size-presets">
          {sizePresets.map((preset) => (
            <button
              key={strings.host.preset(preset.width, preset.height)}
              type="button"
              className="chip"
              aria-pressed={width === String(preset.width) && height === String(preset.height)}
              onClick={() => {
                setWidth(String(preset.width))
                setHeight(String(preset.height))
              }}
            >
              {strings.host.preset(preset.width, preset.height)}
            </button>
          ))}
        </div>
        <div className="size-numbers">
          <SideInput
            label={strings.host.width}
            value={width}
            isWrong={size.kind === 'problem' && size.field === 'width'}
            onText={setWidth}
          />
          <span aria-hidden>×</span>
          <SideInput
            label={strings.host.height}
            value={height}
            isWrong={size.kind === 'problem' && size.field === 'height'}
            onText={setHeight}
          />
          <span aria-hidden>{strings.host.pixels}</span>
        </div>
      </div>
      <Segments
        label={strings.host.reach}
        name="reach"
        value={reach}
        options={['computer', 'network', 'internet']}
        words={strings.host.reaches}
        icons={{ computer: Monitor, network: Network, internet: Globe }}
        hints={strings.host.reachHints}
        onValue={onReach}
      />
      <p className="dim card-words">{strings.host.reachHints[reach]}</p>
      <div className="card-end">
        <Button title={strings.importing.openHint} onClick={onOpen}>
          {strings.importing.open}
        </Button>
        <Button type="submit" look="primary">
          {strings.host.start}
        </Button>
      </div>
      {problem !== undefined && <Problem id="host-problem" sentence={problem} />}
    </form>
  )
}

interface SideInputProps {
  readonly label: string
  readonly value: string
  readonly isWrong: boolean
  readonly onText: (text: string) => void
}

function SideInput({ label, value, isWrong, onText }: SideInputProps) {
  return (
    <input
      className="text-input"
      inputMode="numeric"
      aria-label={label}
      aria-invalid={isWrong}
      aria-describedby="size-problem"
      value={value}
      onChange={(event) => onText(event.target.value)}
    />
  )
}

function titleProblem(title: string): string | undefined {
  const trimmed = title.trim()
  if (trimmed === '') return strings.host.titleMissing
  if (new TextEncoder().encode(trimmed).length > limits.titleBytesMax) return strings.host.titleTooLong
  return undefined
}
