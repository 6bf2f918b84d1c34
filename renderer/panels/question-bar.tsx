import { useEffect, useRef } from 'react'
import { Button } from '../controls/button.tsx'

interface QuestionBarProps {
  readonly question: string
  readonly yes: string
  readonly no: string
  readonly onYes: () => void
  readonly onNo: () => void
}

/** A question that waits for an answer, without covering the picture. Escape means no. */
export function QuestionBar({ question, yes, no, onYes, onNo }: QuestionBarProps) {
  const noButton = useRef<HTMLDivElement>(null)
  useEffect(() => noButton.current?.querySelector('button')?.focus(), [])
  return (
    <div
      className="question-bar"
      role="alertdialog"
      aria-label={question}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onNo()
      }}
    >
      <p>{question}</p>
      <div className="question-answers" ref={noButton}>
        <Button onClick={onNo}>{no}</Button>
        <Button look="primary" onClick={onYes}>
          {yes}
        </Button>
      </div>
    </div>
  )
}
