import type { SessionState } from '../../sync-core/index.ts'
import { keepingRows, keepingWords } from '../session/keeping-sentences.ts'
import { strings } from '../strings.ts'
import { StatusSlot } from './status-slot.tsx'

interface StatusKeepingProps {
  readonly state: SessionState
  readonly durableSinceMs: number | undefined
}

/** One phrase about how strokes are kept; its details list durable, saved and uploaded. */
export function StatusKeeping({ state, durableSinceMs }: StatusKeepingProps) {
  const { text, tone, hint } = keepingWords(state)
  return (
    <>
      <StatusSlot name="saved" text={text} tone={tone} what={strings.status.keeping}>
        <p>{hint}</p>
        <dl className="keeping-list">
          {keepingRows(state, durableSinceMs).map((row) => (
            <div key={row.name} className="keeping-row" data-tone={row.tone} data-testid={`kept-${row.name}`}>
              <dt>
                <span className="status-mark" aria-hidden />
                {row.word}
              </dt>
              <dd className="keeping-reach">{row.reach}</dd>
              <dd className="keeping-time">{row.time}</dd>
              <dd className="keeping-meaning">{row.meaning}</dd>
            </div>
          ))}
        </dl>
      </StatusSlot>
      {tone === 'warning' && (
        <span className="visually-hidden" role="status">
          {text}
        </span>
      )}
    </>
  )
}
