import { Check, FlipHorizontal2, FlipVertical2, X } from 'lucide-react'
import { useStore } from 'zustand'
import { Button } from '../controls/button.tsx'
import { showHidden } from '../canvas/show-box.ts'
import { ChoiceField } from '../controls/choice-field.tsx'
import { IconButton } from '../controls/icon-button.tsx'
import { NumberInput } from '../controls/number-input.tsx'
import { limits } from '../../sync-core/index.ts'
import type { ToolOptionsStore } from '../stores/tool-options-store.ts'
import type { ToolStore } from '../stores/tool-store.ts'
import { useSession } from '../session/use-parts.ts'
import { strings } from '../strings.ts'
import type { CanvasTools } from '../tools/canvas-tools/canvas-tools.ts'
import type { CanvasToolName } from '../tools/canvas-tools/tool-names.ts'
import { marqueeRow, shapeRow } from '../commands/tool-commands.ts'
import { BrushOptions } from './brush-options.tsx'
import { FillOptions } from './fill-options.tsx'
import { GradientOptions } from './gradient-options.tsx'
import { TextOptions } from './text-options.tsx'

export interface CanvasToolOptionsProps {
  readonly tool: CanvasToolName
  readonly toolStore: ToolStore
  readonly options: ToolOptionsStore
  readonly canvasTools: CanvasTools
}

/** What can be set of a tool of the canvas. */
export function CanvasToolOptions(props: CanvasToolOptionsProps) {
  const { tool, options, canvasTools } = props
  switch (tool) {
    case 'fill':
    case 'wand':
      return <FillOptions of={tool} options={options} />
    case 'gradient':
      return <GradientOptions options={options} />
    case 'line':
    case 'rectangle':
    case 'ellipse':
      return <ShapeOptions {...props} tool={tool} />
    case 'text':
      return <TextOptions options={options} />
    case 'select-rectangle':
    case 'select-ellipse':
      return (
        <>
          <RowChoice row={marqueeRow} tool={tool} toolStore={props.toolStore} />
          <SelectionHint />
        </>
      )
    case 'lasso':
      return <SelectionHint />
    case 'transform':
      return <TransformOptions canvasTools={canvasTools} />
    case 'crop':
      return <CropOptions canvasTools={canvasTools} />
  }
}

function RowChoice<Name extends CanvasToolName>({
  row,
  tool,
  toolStore,
}: {
  row: readonly Name[]
  tool: Name
  toolStore: ToolStore
}) {
  return (
    <ChoiceField
      label={strings.toolOptions.shape}
      isLabelHidden
      value={tool}
      options={row}
      words={strings.toolOptions.shapes as Record<Name, string>}
      onValue={(next) => toolStore.getState().chooseTool(next)}
    />
  )
}

function SelectionHint() {
  return <p className="option-hint dim">{strings.toolOptions.selectionHint}</p>
}

function ShapeOptions({
  tool,
  toolStore,
  options,
}: CanvasToolOptionsProps & { tool: (typeof shapeRow)[number] }) {
  const { look } = useStore(options, (state) => state.shape)
  const words = strings.toolOptions
  return (
    <>
      <RowChoice row={shapeRow} tool={tool} toolStore={toolStore} />
      {tool !== 'line' && (
        <ChoiceField
          label={words.look}
          isLabelHidden
          value={look}
          options={['outlined', 'filled']}
          words={words.looks}
          onValue={(next) => options.getState().change('shape', { look: next })}
        />
      )}
      {(tool === 'line' || look === 'outlined') && <BrushOptions toolStore={toolStore} />}
    </>
  )
}

function TransformOptions({ canvasTools }: { canvasTools: CanvasTools }) {
  const isFloating = useStore(canvasTools.activity, (state) => state.isFloating)
  const words = strings.toolOptions
  return (
    <>
      <IconButton
        face={FlipVertical2}
        label={words.flipHorizontal}
        disabled={!isFloating}
        onClick={() => canvasTools.run('flip-horizontal')}
      />
      <IconButton
        face={FlipHorizontal2}
        label={words.flipVertical}
        disabled={!isFloating}
        onClick={() => canvasTools.run('flip-vertical')}
      />
      <Finish canvasTools={canvasTools} isPossible={isFloating} />
    </>
  )
}

function CropOptions({ canvasTools }: { canvasTools: CanvasTools }) {
  const { viewStore } = useSession()
  const crop = useStore(canvasTools.activity, (state) => state.crop)
  const words = strings.toolOptions
  const side = (name: 'width' | 'height') => (
    <NumberInput
      label={words[name]}
      value={crop?.[name] ?? 0}
      min={limits.pictureSidePxMin}
      max={limits.pictureSidePxMax}
      onValue={(px) => {
        canvasTools.setCropSide(name, px)
        const frame = canvasTools.activity.getState().crop
        if (frame !== undefined) showHidden(viewStore, frame)
      }}
    />
  )
  return (
    <>
      <div className="size-fields" role="group" aria-label={words.size}>
        {side('width')}
        <span className="dim">×</span>
        {side('height')}
        <span className="unit">{words.px}</span>
      </div>
      <Finish canvasTools={canvasTools} isPossible={crop !== undefined} />
    </>
  )
}

function Finish({ canvasTools, isPossible }: { canvasTools: CanvasTools; isPossible: boolean }) {
  const words = strings.toolOptions
  return (
    <>
      <Button
        look="primary"
        className="option-button"
        title={words.applyHint}
        disabled={!isPossible}
        onClick={() => canvasTools.run('apply')}
      >
        <Check size={16} aria-hidden />
        {words.apply}
      </Button>
      <Button
        className="option-button"
        title={words.cancelHint}
        disabled={!isPossible}
        onClick={() => canvasTools.run('cancel')}
      >
        <X size={16} aria-hidden />
        {words.cancel}
      </Button>
    </>
  )
}
