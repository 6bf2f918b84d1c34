import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { brushTrials } from '../session/brush-trials.ts'
import type { DrawingTool } from '../tools/brush-presets.ts'
import type { BrushSettings } from '../tools/brush-settings.ts'
import { parseHex } from '../tools/color.ts'
import { previewStroke, type PreviewColors } from '../tools/preview-stroke.ts'
import type { TrialPixels } from '../worker/trial-contract.ts'

interface BrushPreviewProps {
  readonly settings: BrushSettings
  readonly tool: DrawingTool
  /** CSS px. */
  readonly width: number
  readonly height: number
}

/** A stroke of a brush as the engine paints it, in the theme's colours. It keeps its room, and the last stroke until the next is there. */
export function BrushPreview({ settings, tool, width, height }: BrushPreviewProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const theme = useSyncExternalStore(followTheme, themeColors)
  const { key, stroke } = useMemo(() => {
    const [ink = 0, patch = 0, other = 0] = theme.split(' ').map(Number)
    const colors: PreviewColors = { ink, patch, other }
    const made = previewStroke(settings, tool, colors, { width, height, ratio: window.devicePixelRatio })
    return { key: JSON.stringify(made), stroke: made }
  }, [settings, tool, width, height, theme])
  const [pixels, setPixels] = useState(() => brushTrials.known(key))
  useEffect(() => brushTrials.ask(key, stroke, setPixels), [key, stroke])
  useEffect(() => {
    if (canvas.current !== null && pixels !== undefined) show(canvas.current, pixels)
  }, [pixels])
  return (
    <canvas
      ref={canvas}
      className="brush-preview"
      data-painted={pixels === undefined ? undefined : ''}
      style={{ width, height }}
      aria-hidden
    />
  )
}

function show(canvas: HTMLCanvasElement, { width, height, rgba }: TrialPixels): void {
  // Setting the size clears a canvas, also to the same.
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
  canvas.getContext('2d')?.putImageData(new ImageData(rgba, width, height), 0, 0)
}

/** The theme's colours as one text, which is the same while they are. */
function themeColors(): string {
  const style = getComputedStyle(document.documentElement)
  return ['--text', '--track-filled', '--accent']
    .map((name) => parseHex(style.getPropertyValue(name).trim()) ?? 0)
    .join(' ')
}

function followTheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}
