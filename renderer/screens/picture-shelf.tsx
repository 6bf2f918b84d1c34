import { useEffect, useState } from 'react'
import type { PictureCard } from '../../electron/ipc/contract.ts'
import { unreachable } from '../../sync-core/index.ts'
import { Button } from '../controls/button.tsx'
import { gessoApi, isFailure } from '../session/gesso-api.ts'
import { strings } from '../strings.ts'
import { PictureTile } from './picture-tile.tsx'

type Shelf =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly sentence: string }
  | { readonly kind: 'pictures'; readonly pictures: readonly PictureCard[]; readonly askedMs: number }

interface PictureShelfProps {
  /** Why the picture opened last could not be. */
  readonly openProblem: string | undefined
  readonly onOpen: (pictureId: string) => void
}

/** The pictures kept on this computer, the newest first. A deleted one can be taken back at once. */
export function PictureShelf({ openProblem, onOpen }: PictureShelfProps) {
  const [shelf, setShelf] = useState<Shelf>({ kind: 'loading' })
  const [deleted, setDeleted] = useState<PictureCard>()
  const [changeProblem, setChangeProblem] = useState<string>()
  const problem = changeProblem ?? openProblem

  useEffect(() => void fetchShelf().then(setShelf), [])

  const change = async (asked: Promise<unknown> | undefined): Promise<boolean> => {
    const answer = await asked
    setChangeProblem(isFailure(answer) ? answer.message : undefined)
    setShelf(await fetchShelf())
    return !isFailure(answer)
  }
  const remove = async (picture: PictureCard): Promise<void> => {
    if (await change(gessoApi?.deletePicture(picture.id))) setDeleted(picture)
  }
  const takeBack = async (picture: PictureCard): Promise<void> => {
    if (await change(gessoApi?.restorePicture(picture.id))) setDeleted(undefined)
  }

  return (
    <section className="shelf" aria-label={strings.pictures.heading}>
      <h2>{strings.pictures.heading}</h2>
      <ShelfContent
        shelf={shelf}
        onOpen={onOpen}
        onRename={(picture, title) => void change(gessoApi?.renamePicture(picture.id, title))}
        onDelete={(picture) => void remove(picture)}
      />
      <div className="shelf-bar" role="status">
        {problem !== undefined && <p className="problem">{problem}</p>}
        {deleted !== undefined && (
          <div className="undo-bar">
            <p>{strings.pictures.deleted(deleted.title)}</p>
            <Button look="quiet" onClick={() => void takeBack(deleted)}>
              {strings.pictures.undo}
            </Button>
          </div>
        )}
      </div>
    </section>
  )
}

async function fetchShelf(): Promise<Shelf> {
  const answer = (await gessoApi?.listPictures()) ?? []
  if (isFailure(answer)) return { kind: 'failed', sentence: answer.message }
  const pictures = [...answer].sort((a, b) => b.updatedMs - a.updatedMs)
  return { kind: 'pictures', pictures, askedMs: Date.now() }
}

interface ShelfContentProps {
  readonly shelf: Shelf
  readonly onOpen: (pictureId: string) => void
  readonly onRename: (picture: PictureCard, title: string) => void
  readonly onDelete: (picture: PictureCard) => void
}

function ShelfContent({ shelf, onOpen, onRename, onDelete }: ShelfContentProps) {
  switch (shelf.kind) {
    case 'loading':
      return <p className="dim">{strings.pictures.loading}</p>
    case 'failed':
      return <p className="problem">{shelf.sentence}</p>
    case 'pictures':
      if (shelf.pictures.length === 0) return <p className="dim">{strings.pictures.empty}</p>
      return (
        <ul className="picture-grid">
          {shelf.pictures.map((picture) => (
            <PictureTile
              key={picture.id}
              picture={picture}
              nowMs={shelf.askedMs}
              onOpen={() => onOpen(picture.id)}
              onRename={(title) => onRename(picture, title)}
              onDelete={() => onDelete(picture)}
            />
          ))}
        </ul>
      )
    default:
      return unreachable(shelf)
  }
}
