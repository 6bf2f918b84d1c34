import { Button } from '../controls/button.tsx'
import { useAnswers } from '../controls/use-answers.ts'
import type { AppStore, Takeover } from '../stores/app-store.ts'
import { strings } from '../strings.ts'
import { formatAgo } from '../strings/format-amount.ts'

/** Asked where one waited for the picture. Escape is Cancel. */
export function TakeoverScreen({ takeover, appStore }: { takeover: Takeover; appStore: AppStore }) {
  const words = strings.takeover
  const { answerTakeover } = appStore.getState()
  const cancel = (): void => void answerTakeover('cancel')
  const { ref, onKeyDown } = useAnswers(cancel)
  const question = words.seemsOpen(takeover.picture.title, formatAgo(takeover.writtenAgoMs))
  return (
    <main className="leaving-screen" onKeyDown={onKeyDown}>
      <div className="leaving-card" role="alertdialog" aria-label={question}>
        <p>{question}</p>
        <p className="dim takeover-words">{words.whatHappens}</p>
        <div ref={ref} className="takeover-answers">
          <Button onClick={cancel}>{words.cancel}</Button>
          <Button look="primary" onClick={() => void answerTakeover('open')}>
            {words.open}
          </Button>
        </div>
      </div>
    </main>
  )
}
