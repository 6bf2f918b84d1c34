import { useEffect, useRef, useState } from 'react'
import type { PictureCard } from '../../electron/ipc/contract.ts'
import type { PicturesView } from '../../electron/ipc/pictures-place.ts'
import { unreachable } from '../../sync-core/index.ts'
import { Button } from '../controls/button.tsx'
import { gessoApi } from '../session/gesso-api.ts'
import { isFailure } from '../session/is-failure.ts'
import { strings } from '../strings.ts'
import { sayInLanguage } from '../strings/spoken.ts'
import { PictureTile } from './picture-tile.tsx'
import { placeWords } from './place-words.ts'
import { shelfTitle } from './shelf-title.ts'

type Shelf =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly sentence: string }
  | { readonly kind: 'pictures'; readonly pictures: readonly PictureCard[]; readonly askedMs: number }

interface PictureShelfProps {
  /** Why the picture opened last could not be. */
  readonly openProblem: string | undefined
  /** A sentence while the session left last is not closed yet. */
  readonly stillSaving: string | undefined
  /** Titles of pictures whose unsaved work of an earlier start is saved by now. */
  readonly recovered: readonly string[]
  readonly onOpen: (picture: PictureCard) => void
  /** The person wants to change where pictures are kept. */
  readonly onPlace: () => void
}

/** A place that did not answer is asked again so often: soon enough to be seen, and no load. */
const againMs = 10_000

/** The pictures of the place that is set, the newest first. A deleted one can be taken back at once. */
export function PictureShelf({ openProblem, stillSaving, recovered, onOpen, onPlace }: PictureShelfProps) {
  const [shelf, setShelf] = useState<Shelf>({ kind: 'loading' })
  const [deleted, setDeleted] = useState<PictureCard>()
  const [changeProblem, setChangeProblem] = useState<string>()
  const problem = changeProblem ?? openProblem

  const isSaving = stillSaving !== undefined
  const wasSaving = useRef(isSaving)
  const shownRecovered = useRef(recovered)
  useEffect(() => void fetchShelf().then(setShelf), [])
  useEffect(() => {
    // What was recovered, or can't be saved, is to be seen as it is now.
    if (recovered !== shownRecovered.current) void fetchShelf().then(setShelf)
    shownRecovered.current = recovered
  }, [recovered])
  useEffect(() => {
    // What was saved last is to be seen as it is now.
    if (wasSaving.current && !isSaving) void fetchShelf().then(setShelf)
    wasSaving.current = isSaving
  }, [isSaving])
  useEffect(() => {
    if (shelf.kind !== 'failed') return undefined
    const timer = setTimeout(() => void fetchShelf().then(setShelf), againMs)
    return () => clearTimeout(timer)
  }, [shelf])

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
      <ShelfHead onPlace={onPlace} />
      <ShelfContent
        shelf={shelf}
        onOpen={onOpen}
        onAgain={() => {
          setShelf({ kind: 'loading' })
          void fetchShelf().then(setShelf)
        }}
        onPlace={onPlace}
        onRename={(picture, title) => void change(gessoApi?.renamePicture(picture.id, title))}
        onDelete={(picture) => void remove(picture)}
      />
      <div className="shelf-bar" role="status">
        {recovered.length > 0 && <p className="dim">{strings.pictures.recovered(recovered)}</p>}
        {stillSaving !== undefined && <p className="dim">{stillSaving}</p>}
        {problem !== undefined && <p className="problem">{sayInLanguage(problem)}</p>}
        {deleted !== undefined && (
          <div className="undo-bar">
            <p>{strings.pictures.deleted(shelfTitle(deleted))}</p>
            <Button look="quiet" onClick={() => void takeBack(deleted)}>
              {strings.pictures.undo}
            </Button>
          </div>
        )}
      </div>
    </section>
  )
}

/** Says where these pictures are. */
function ShelfHead({ onPlace }: { onPlace: () => void }) {
  const words = strings.pictures
  const [view, setView] = useState<PicturesView>()
  useEffect(() => {
    void gessoApi?.pictures().then((answer) => {
      if (!isFailure(answer)) setView(answer)
    })
  }, [])
  const place = view === undefined ? { words: '', detail: '' } : placeWords(view)
  return (
    <div className="shelf-head">
      <h2>{words.heading}</h2>
      <p className="dim shelf-place" title={place.detail}>
        {place.words}
      </p>
      <Button title={words.changeHint} aria-label={words.changeHint} onClick={onPlace}>
        {words.change}
      </Button>
    </div>
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
  readonly onOpen: (picture: PictureCard) => void
  readonly onAgain: () => void
  readonly onPlace: () => void
  readonly onRename: (picture: PictureCard, title: string) => void
  readonly onDelete: (picture: PictureCard) => void
}

function ShelfContent({ shelf, onOpen, onAgain, onPlace, onRename, onDelete }: ShelfContentProps) {
  switch (shelf.kind) {
    case 'loading':
      return <p className="dim">{strings.pictures.loading}</p>
    case 'failed':
      return (
        <div className="shelf-failed">
          <p className="problem">{sayInLanguage(shelf.sentence)}</p>
          <div className="shelf-answers">
            <Button onClick={onAgain}>{strings.pictures.again}</Button>
            <Button onClick={onPlace}>{strings.place.heading}</Button>
          </div>
        </div>
      )
    case 'pictures':
      if (shelf.pictures.length === 0) return <p className="dim">{strings.pictures.empty}</p>
      return (
        <ul className="picture-grid">
          {shelf.pictures.map((picture) => (
            <PictureTile
              key={picture.id}
              picture={picture}
              nowMs={shelf.askedMs}
              onOpen={() => onOpen(picture)}
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
