import type { ReactNode } from 'react'
import { Button } from '../controls/button.tsx'
import { strings } from '../strings.ts'
import { sayInLanguage } from '../strings/spoken.ts'

interface EndedScreenProps {
  readonly wasIn: boolean
  /** Whether joining once more can work. */
  readonly canTryAgain: boolean
  readonly sentence: string
  readonly onBack: () => void
  readonly onAgain: () => void
  /** What is still offered before the person goes. */
  readonly children?: ReactNode
}

/** The session is over in this window, for the reason that the sentence gives. */
export function EndedScreen({ wasIn, canTryAgain, sentence, onBack, onAgain, children }: EndedScreenProps) {
  return (
    <main className="ended-screen">
      <div className="card ended-card" role="alert">
        <h1>{wasIn ? strings.ended.heading : strings.ended.refusedHeading}</h1>
        <p>{sayInLanguage(sentence)}</p>
        {children}
        <div className="ended-answers">
          <Button look={canTryAgain ? 'plain' : 'primary'} onClick={onBack}>
            {strings.ended.back}
          </Button>
          {canTryAgain && (
            <Button look="primary" onClick={onAgain}>
              {strings.ended.again}
            </Button>
          )}
        </div>
      </div>
    </main>
  )
}
