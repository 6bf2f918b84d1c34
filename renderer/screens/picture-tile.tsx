import { Image as ImageIcon, Pencil, Trash2, TriangleAlert } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { PictureCard } from '../../electron/ipc/contract.ts'
import type { CanvasSize } from '../../sync-core/index.ts'
import { typedKey } from '../controls/typed-key.ts'
import { gessoApi } from '../session/gesso-api.ts'
import { isFailure } from '../session/is-failure.ts'
import { changedWhen } from '../session/status-sentences.ts'
import { strings } from '../strings.ts'
import { sayInLanguage } from '../strings/spoken.ts'
import { shelfTitle } from './shelf-title.ts'

interface PictureTileProps {
  readonly picture: PictureCard
  readonly nowMs: number
  readonly onOpen: () => void
  readonly onRename: (title: string) => void
  readonly onDelete: () => void
}

/** One picture of the shelf: press it to open, press its title to rename. */
export function PictureTile({ picture, nowMs, onOpen, onRename, onDelete }: PictureTileProps) {
  const [isRenaming, setIsRenaming] = useState(false)
  const words = strings.pictures
  const title = shelfTitle(picture)
  const isReadable = picture.problem === undefined
  const problem = picture.problem === undefined ? undefined : sayInLanguage(picture.problem)
  return (
    <li className="picture-tile">
      <button
        type="button"
        className="picture-open"
        aria-label={words.open(title)}
        title={problem ?? words.openHint}
        disabled={!isReadable}
        onClick={onOpen}
      >
        <Thumbnail picture={picture} />
      </button>
      <div className="picture-line">
        {isRenaming ? (
          <RenameField
            title={picture.title}
            onDone={(title) => {
              setIsRenaming(false)
              if (title !== undefined && title !== picture.title) onRename(title)
            }}
          />
        ) : (
          <span
            className="picture-title"
            title={title}
            onDoubleClick={() => {
              if (isReadable) setIsRenaming(true)
            }}
          >
            {title}
          </span>
        )}
        {isReadable && (
          <TileButton icon={Pencil} label={words.rename} title={title} onClick={() => setIsRenaming(true)} />
        )}
        <TileButton icon={Trash2} label={words.delete} title={title} onClick={onDelete} />
      </div>
      <p className={isReadable ? 'dim picture-note' : 'problem picture-note'}>
        {problem ?? `${words.size(picture.width, picture.height)} · ${changedWhen(picture.updatedMs, nowMs)}`}
      </p>
      {picture.unsaved !== undefined && (
        <p className="problem picture-note">{sayInLanguage(picture.unsaved)}</p>
      )}
      {picture.pictureBytes !== undefined && (
        <p className="dim picture-note" title={words.bytesHint}>
          {words.bytes(picture.pictureBytes, picture.historyBytes ?? 0)}
        </p>
      )}
    </li>
  )
}

interface TileButtonProps {
  readonly icon: typeof Pencil
  readonly label: string
  readonly title: string
  readonly onClick: () => void
}

function TileButton({ icon: Icon, label, title, onClick }: TileButtonProps) {
  return (
    <button
      type="button"
      className="icon-button icon-button-small"
      title={label}
      aria-label={`${label} “${title}”`}
      onClick={onClick}
    >
      <Icon size={14} aria-hidden />
    </button>
  )
}

/** Enter and leaving the field keep the new title, Escape keeps the old one. */
function RenameField({ title, onDone }: { title: string; onDone: (title: string | undefined) => void }) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.select(), [])
  return (
    <input
      ref={field}
      className="text-input rename-input"
      aria-label={strings.pictures.renameField}
      defaultValue={title}
      onBlur={(event) => onDone(event.target.value.trim() || undefined)}
      onKeyDown={(event) => {
        const key = typedKey(event.nativeEvent)
        if (key === 'Enter') event.currentTarget.blur()
        if (key === 'Escape') {
          event.currentTarget.value = title
          event.currentTarget.blur()
        }
      }}
    />
  )
}

/** The room for a preview in CSS px. */
const thumbnailPx = { width: 176, height: 128 }

/** The size of a picture made as large as fits into the room, at least one px a side. */
function fitInto(room: CanvasSize, picture: CanvasSize): CanvasSize {
  const scale = Math.min(room.width / picture.width, room.height / picture.height)
  return {
    width: Math.max(1, Math.round(picture.width * scale)),
    height: Math.max(1, Math.round(picture.height * scale)),
  }
}

/**
 * Fills the canvas with the picture. “medium” averages what it shrinks; “high” and createImageBitmap's own resizing skip
 * pixels, and thin lines break.
 */
function shrinkOnto(canvas: HTMLCanvasElement, bitmap: ImageBitmap): void {
  const context = canvas.getContext('2d')
  if (context === null) return
  context.imageSmoothingQuality = 'medium'
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
}

/** The picture's preview, painted on a canvas: the bytes come from the main process, not from an address. */
function Thumbnail({ picture }: { picture: PictureCard }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [hasPicture, setHasPicture] = useState(false)
  useEffect(() => {
    let isGone = false
    const show = async (): Promise<void> => {
      const bytes = await gessoApi?.thumbnail(picture.id)
      if (bytes === undefined || isFailure(bytes)) return
      const png = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'image/png' })
      const bitmap = await createImageBitmap(png)
      // A picture that can't be read can't say its size, but can still be recognized.
      const { width, height } = fitInto(thumbnailPx, picture.width === 0 ? bitmap : picture)
      if (!isGone && canvas.current !== null) {
        canvas.current.width = Math.round(width * devicePixelRatio)
        canvas.current.height = Math.round(height * devicePixelRatio)
        canvas.current.style.width = `${width}px`
        shrinkOnto(canvas.current, bitmap)
        setHasPicture(true)
      }
      bitmap.close()
    }
    // A preview that cannot be read is no reason to hide the picture: it just has none.
    show().catch(() => setHasPicture(false))
    return () => {
      isGone = true
    }
  }, [picture])
  const Icon = picture.problem === undefined ? ImageIcon : TriangleAlert
  return (
    <span className="thumbnail">
      <canvas ref={canvas} width={4} height={3} hidden={!hasPicture} />
      {!hasPicture && <Icon size={24} strokeWidth={1.5} aria-hidden />}
    </span>
  )
}
