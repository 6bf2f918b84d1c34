import { CopyPlus } from 'lucide-react'
import { useStore } from 'zustand'
import type { OfferedCopy } from '../../electron/ipc/contract.ts'
import { unreachable } from '../../sync-core/index.ts'
import { Button } from '../controls/button.tsx'
import { useAnswers } from '../controls/use-answers.ts'
import type { CopyDone, CopyOfferState, CopyOfferStore, CopyStep } from '../stores/copy-offer-store.ts'
import { strings } from '../strings.ts'
import { sayInLanguage } from '../strings/spoken.ts'
import { NoticeBars } from './notice-bars.tsx'

/** Unsaved work that is not in the picture which goes on: one press keeps it as a picture of its own, two throw it away. */
export function CopyOffer({ store }: { store: CopyOfferStore }) {
  const state = useStore(store)
  const { offer, step, done } = state
  return (
    <>
      {done !== undefined && <Done done={done} />}
      {offer !== undefined && (
        <div className="notice-bar copy-offer" data-tone="warning">
          <CopyPlus size={16} aria-hidden />
          <p role="status">{sentenceOf(step, offer)}</p>
          {step.kind === 'asking' ? <DropQuestion state={state} /> : <Answers state={state} />}
        </div>
      )}
    </>
  )
}

function Done({ done }: { readonly done: CopyDone }) {
  const words = strings.session
  const sentence = done.kind === 'kept' ? words.keptCopy(done.title) : words.droppedCopy
  const id = done.kind === 'kept' ? `kept ${done.title}` : done.kind
  return <NoticeBars key={id} notices={[{ id, tone: 'calm', sentence }]} />
}

function Answers({ state: { offer, step, ask, keep } }: { state: CopyOfferState }) {
  const words = strings.session
  const isBusy = step.kind !== 'offered'
  return (
    <div className="copy-answers">
      {offer?.droppable !== undefined && (
        <Button look="quiet" disabled={isBusy} onClick={ask}>
          {words.dropCopy}
        </Button>
      )}
      <Button look="primary" disabled={isBusy} onClick={() => void keep()}>
        {words.keepCopy}
      </Button>
    </div>
  )
}

/** Asked where it was pressed, in the same room, so that nothing moves; Escape is no. */
function DropQuestion({ state: { stay, drop } }: { state: CopyOfferState }) {
  const words = strings.session
  const asked = useAnswers(stay)
  return (
    <div {...asked} className="copy-answers" role="group" aria-label={words.dropQuestion}>
      <p role="status">{words.dropQuestion}</p>
      <Button onClick={stay}>{words.dropNo}</Button>
      <Button onClick={() => void drop()}>{words.dropYes}</Button>
    </div>
  )
}

function sentenceOf(step: CopyStep, offer: OfferedCopy): string {
  const words = strings.session
  switch (step.kind) {
    case 'offered':
      return sayInLanguage(step.problem ?? offer.sentence)
    case 'asking':
      // How much it is stays in sight while the question is answered.
      return sayInLanguage(offer.sentence)
    case 'keeping':
      return words.keepingCopy
    case 'dropping':
      return words.droppingCopy
    default:
      return unreachable(step)
  }
}
