import { Button } from '../controls/button.tsx'
import { strings } from '../strings.ts'

interface EndedScreenProps {
  readonly wasIn: boolean
  /** A RefusalCode or 'left'. */
  readonly code: string
  readonly sentence: string
  readonly onBack: () => void
  readonly onAgain: () => void
}

/** The same invite, from the same copy of Gesso, will be refused again. */
const hopelessCodes: ReadonlySet<string> = new Set(['bad-token', 'expired-token', 'version', 'not-allowed'])

/** The session is over in this window, for the reason that the sentence gives. */
export function EndedScreen({ wasIn, code, sentence, onBack, onAgain }: EndedScreenProps) {
  const isHopeless = hopelessCodes.has(code)
  return (
    <main className="ended-screen">
      <div className="card ended-card" role="alert">
        <h1>{wasIn ? strings.ended.heading : strings.ended.refusedHeading}</h1>
        <p>{sentence}</p>
        <div className="ended-answers">
          <Button look={isHopeless ? 'primary' : 'plain'} onClick={onBack}>
            {strings.ended.back}
          </Button>
          {!isHopeless && (
            <Button look="primary" onClick={onAgain}>
              {strings.ended.again}
            </Button>
          )}
        </div>
      </div>
    </main>
  )
}
