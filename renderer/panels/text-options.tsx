import { Bold } from 'lucide-react'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import { ChoiceField } from '../controls/choice-field.tsx'
import { IconButton } from '../controls/icon-button.tsx'
import { SliderField } from '../controls/slider-field.tsx'
import { textSizePxMax, textSizePxMin, type ToolOptionsStore } from '../stores/tool-options-store.ts'
import { strings } from '../strings.ts'

/** Families that every system has in some form; then some that many have. */
const generic = ['sans-serif', 'serif', 'monospace', 'cursive']
const named = [
  'Arial',
  'Helvetica Neue',
  'Georgia',
  'Times New Roman',
  'Garamond',
  'Courier New',
  'Verdana',
  'Trebuchet MS',
  'Impact',
  'Comic Sans MS',
  'Segoe Print',
  'Bradley Hand',
  'DejaVu Sans',
  'DejaVu Serif',
  'Noto Sans',
  'Noto Serif',
  'Liberation Sans',
  'Liberation Serif',
]

/** Font, size and weight of what is typed. */
export function TextOptions({ options }: { options: ToolOptionsStore }) {
  const { family, sizePx, isBold } = useStore(options, (state) => state.text)
  const families = useMemo(() => [...generic, ...named.filter(isInstalled).map((name) => `"${name}"`)], [])
  const { change } = options.getState()
  const words = strings.toolOptions
  const names = Object.fromEntries(
    families.map((each) => [each, words.families[each] ?? each.replaceAll('"', '')]),
  )
  return (
    <>
      <ChoiceField
        label={words.font}
        isLabelHidden
        value={families.includes(family) ? family : generic[0]!}
        options={families}
        words={names}
        onValue={(next) => change('text', { family: next })}
      />
      <SliderField
        label={words.fontSize}
        unit={words.px}
        value={sizePx}
        min={textSizePxMin}
        max={textSizePxMax}
        toStep={(px) => Math.round(100 * (Math.log(px / textSizePxMin) / sizeRange))}
        fromStep={(step) => textSizePxMin * Math.exp((step / 100) * sizeRange)}
        onValue={(px) =>
          change('text', { sizePx: Math.min(textSizePxMax, Math.max(textSizePxMin, Math.round(px))) })
        }
      />
      <IconButton
        face={Bold}
        label={words.bold}
        pressed={isBold}
        onClick={() => change('text', { isBold: !isBold })}
      />
      <p className="option-hint dim">{words.textHint}</p>
    </>
  )
}

const sizeRange = Math.log(textSizePxMax / textSizePxMin)

/** A font that is not there is replaced by the next in the list: then both lists measure as their last ones do. */
function isInstalled(name: string): boolean {
  const context = document.createElement('canvas').getContext('2d')
  if (context === null) return false
  const widthIn = (font: string): number => {
    context.font = `40px ${font}`
    return context.measureText('mmMWiIl10@').width
  }
  return ['monospace', 'serif'].some((other) => widthIn(`"${name}", ${other}`) !== widthIn(other))
}
