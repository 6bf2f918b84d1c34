import { useEffect, useId, useRef, useState, type FocusEvent } from 'react'
import type { SessionState } from '../../sync-core/index.ts'
import { keepingRows, keepingWords } from '../session/keeping-sentences.ts'
import { strings } from '../strings.ts'

interface StatusKeepingProps {
  readonly state: SessionState
  readonly durableSinceMs: number | undefined
}

/** One phrase about how strokes are kept; pointing at it or pressing it lists durable, saved and uploaded. */
export function StatusKeeping({ state, durableSinceMs }: StatusKeepingProps) {
  const id = useId()
  const [isPointed, setIsPointed] = useState(false)
  const [isPressed, setIsPressed] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  const words = keepingWords(state)
  const isShown = isPointed || isPressed
  useClosing(isPressed, place, () => setIsPressed(false))
  return (
    <div
      ref={place}
      className="status-slot status-saved"
      data-tone={words.tone}
      data-testid="status-saved"
      onPointerEnter={() => setIsPointed(true)}
      onPointerLeave={() => setIsPointed(false)}
      onBlur={(event: FocusEvent) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setIsPressed(false)
      }}
    >
      <button
        type="button"
        className="status-button"
        aria-expanded={isShown}
        aria-controls={id}
        aria-label={strings.status.keepingButton(words.text)}
        onClick={() => setIsPressed(!isPressed)}
      >
        <span className="status-mark" aria-hidden />
        <span className="status-text">{words.text}</span>
      </button>
      {words.tone === 'warning' && (
        <span className="visually-hidden" role="status">
          {words.text}
        </span>
      )}
      <div
        id={id}
        className="keeping-list"
        role="group"
        aria-label={strings.status.keeping}
        hidden={!isShown}
      >
        {isShown && (
          <>
            <p className="keeping-words">{words.hint}</p>
            <dl>
              {keepingRows(state, durableSinceMs).map((row) => (
                <div
                  key={row.name}
                  className="keeping-row"
                  data-tone={row.tone}
                  data-testid={`kept-${row.name}`}
                >
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
          </>
        )}
      </div>
    </div>
  )
}

/** A pressed list goes away by Escape and by a press elsewhere. */
function useClosing(
  isPressed: boolean,
  place: { readonly current: HTMLElement | null },
  close: () => void,
): void {
  useEffect(() => {
    if (!isPressed) return undefined
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') close()
    }
    const onPress = (event: PointerEvent): void => {
      if (!(event.target instanceof Node) || place.current?.contains(event.target) !== true) close()
    }
    window.addEventListener('keydown', onKey)
    window.addEventListener('pointerdown', onPress, true)
    return () => {
      window.removeEventListener('keydown', onKey)
      window.removeEventListener('pointerdown', onPress, true)
    }
  }, [isPressed, place, close])
}
