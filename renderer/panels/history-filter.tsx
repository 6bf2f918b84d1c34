import { useStore } from 'zustand'
import type { WorkFilter } from '../../sync-core/index.ts'
import { ChoiceField } from '../controls/choice-field.tsx'
import { useSession } from '../session/use-parts.ts'
import { strings } from '../strings.ts'

const everybody = 'all'

/** Whose actions are listed, and whose work is shown on the canvas. */
export function HistoryFilter() {
  const { bridge, send } = useSession()
  const author = useStore(bridge.history, (state) => state.author)
  const roster = useStore(bridge.store, ({ state }) => state.roster)
  const you = useStore(bridge.store, ({ state }) => state.you?.author)
  const workShown = useStore(bridge.store, ({ state }) => state.workShown)
  const words: Record<string, string> = { [everybody]: strings.history.everybody }
  for (const one of roster) {
    words[String(one.author)] = one.author === you ? strings.history.you : one.name
  }
  const other = roster.find((one) => one.author === author && one.author !== you)
  const hidden = workShown?.kind === 'without' ? workShown.authors : []
  const isHidden = other !== undefined && hidden.includes(other.author)
  const show = (filter: WorkFilter): void => send({ kind: 'show-work', filter })
  return (
    <div className="history-filter">
      <ChoiceField
        label={strings.history.listed}
        isLabelHidden
        value={author === undefined ? everybody : String(author)}
        options={Object.keys(words).sort((a, b) => Number(b === everybody) - Number(a === everybody))}
        words={words}
        onValue={(value) =>
          bridge.history.getState().listAuthor(value === everybody ? undefined : Number(value))
        }
      />
      <button
        type="button"
        className="button button-plain"
        aria-pressed={workShown?.kind === 'only-own'}
        title={strings.history.onlyOwnHint}
        onClick={() => show({ kind: workShown?.kind === 'only-own' ? 'all' : 'only-own' })}
      >
        {strings.history.onlyOwn}
      </button>
      {other !== undefined && (
        <button
          type="button"
          className="button button-plain"
          aria-pressed={isHidden}
          title={strings.history.hideHint(other.name)}
          onClick={() => {
            const rest = hidden.filter((one) => one !== other.author)
            const authors = isHidden ? rest : [...rest, other.author]
            show(authors.length === 0 ? { kind: 'all' } : { kind: 'without', authors })
          }}
        >
          {strings.history.hide(other.name)}
        </button>
      )}
    </div>
  )
}
