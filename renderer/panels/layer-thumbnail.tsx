import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { LayerId } from '../../sync-core/index.ts'
import { useSession } from '../session/use-parts.ts'
import { strings } from '../strings.ts'
import { thumbnailPx } from './use-layers-in-sight.ts'

/** A layer alone, on a checkerboard of the picture's proportions. */
export function LayerThumbnail({ layer }: { readonly layer: LayerId }) {
  const { bridge } = useSession()
  const thumbnail = useStore(bridge.layerThumbnails, ({ thumbnails }) => thumbnails.get(layer))
  const aspect = useStore(bridge.store, ({ state: { frame } }) =>
    frame === undefined ? 1 : frame.width / frame.height,
  )
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const element = canvas.current
    if (element === null || thumbnail === undefined) return
    const { width, height, pixels } = thumbnail
    element.width = width
    element.height = height
    const image = new ImageData(width, height)
    image.data.set(pixels)
    element.getContext('2d')?.putImageData(image, 0, 0)
    element.dataset['state'] = 'drawn'
  }, [thumbnail])
  useEffect(() => {
    const { style } = canvas.current!
    style.setProperty('width', `${Math.max(2, thumbnailPx * Math.min(1, aspect))}px`)
    style.setProperty('height', `${Math.max(2, thumbnailPx * Math.min(1, 1 / aspect))}px`)
  }, [aspect])
  return (
    <span className="layer-thumbnail" title={strings.layers.thumbnailHint} aria-hidden>
      <canvas ref={canvas} />
    </span>
  )
}
