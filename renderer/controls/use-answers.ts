import { useEffect, useRef, type KeyboardEvent, type RefObject } from 'react'

interface Answers {
  /** Of the element that holds the answers: the first of them has the focus when the question appears. */
  readonly ref: RefObject<HTMLDivElement | null>
  /** Of the whole question. */
  readonly onKeyDown: (event: KeyboardEvent) => void
}

/** The keyboard's part of a question: its first answer, which changes nothing, is at hand, and Escape gives it too. */
export function useAnswers(onNo: () => void): Answers {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => ref.current?.querySelector('button')?.focus(), [])
  return {
    ref,
    onKeyDown(event) {
      if (event.key === 'Escape') onNo()
    },
  }
}
