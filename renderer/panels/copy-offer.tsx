import { CopyPlus } from 'lucide-react'
import { useState } from 'react'
import { unreachable } from '../../sync-core/index.ts'
import { Button } from '../controls/button.tsx'
import { gessoApi, isFailure } from '../session/gesso-api.ts'
import { strings } from '../strings.ts'

type Copying =
  | { readonly kind: 'offered'; readonly problem?: string }
  | { readonly kind: 'keeping' }
  | { readonly kind: 'kept'; readonly title: string }

/** Unsaved work that is not in the picture which goes on: one press keeps it as a picture of its own. */
export function CopyOffer({ offer }: { offer: string }) {
  const words = strings.session
  const [copying, setCopying] = useState<Copying>({ kind: 'offered' })
  const keep = async (): Promise<void> => {
    setCopying({ kind: 'keeping' })
    const answer = await gessoApi?.keepCopy()
    if (answer === undefined || isFailure(answer))
      setCopying({ kind: 'offered', ...(answer !== undefined && { problem: answer.message }) })
    else setCopying({ kind: 'kept', title: answer.title })
  }
  return (
    <div className="notice-bar copy-offer" data-tone={copying.kind === 'kept' ? 'calm' : 'warning'}>
      <CopyPlus size={16} aria-hidden />
      <p role="status">{sentenceOf(copying, offer)}</p>
      {copying.kind !== 'kept' && (
        <Button look="primary" disabled={copying.kind === 'keeping'} onClick={() => void keep()}>
          {words.keepCopy}
        </Button>
      )}
    </div>
  )
}

function sentenceOf(copying: Copying, offer: string): string {
  switch (copying.kind) {
    case 'offered':
      return copying.problem ?? offer
    case 'keeping':
      return strings.session.keepingCopy
    case 'kept':
      return strings.session.keptCopy(copying.title)
    default:
      return unreachable(copying)
  }
}
