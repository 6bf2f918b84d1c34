import { Button } from '../controls/button.tsx'
import { useAnswers } from '../controls/use-answers.ts'

interface QuestionBarProps {
  readonly question: string
  readonly yes: string
  readonly no: string
  readonly onYes: () => void
  readonly onNo: () => void
}

/** A question that waits for an answer, without covering the picture. Escape means no. */
export function QuestionBar({ question, yes, no, onYes, onNo }: QuestionBarProps) {
  const { ref, onKeyDown } = useAnswers(onNo)
  return (
    <div className="question-bar" role="alertdialog" aria-label={question} onKeyDown={onKeyDown}>
      <p>{question}</p>
      <div className="question-answers" ref={ref}>
        <Button onClick={onNo}>{no}</Button>
        <Button look="primary" onClick={onYes}>
          {yes}
        </Button>
      </div>
    </div>
  )
}
