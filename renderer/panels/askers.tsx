import { Check, X } from 'lucide-react'
import { useStore } from 'zustand'
import { IconButton } from '../controls/icon-button.tsx'
import { useSession } from '../session/use-parts.ts'
import { strings } from '../strings.ts'
import { toHex } from '../tools/color.ts'

/** Those who ask to come in, above those who are; only who keeps order knows of any. */
export function Askers() {
  const { bridge } = useSession()
  const askers = useStore(bridge.store, ({ state }) => state.askers)
  const words = strings.people
  const answer = (asker: number, letIn: boolean): void =>
    bridge.send({ kind: 'moderate', deed: { kind: 'answer', asker, letIn } })
  if (askers.length === 0) return null
  return (
    <ul className="people-list askers" aria-label={words.askers}>
      {askers.map(({ number, name, color }) => (
        <li key={number}>
          <span
            className="person-dot"
            ref={(element) => element?.style.setProperty('--person', toHex(color))}
          />
          <span className="person-face" title={name}>
            <span className="person-name">
              <bdi>{name}</bdi>
            </span>{' '}
            <span className="person-note">{words.asks}</span>
          </span>
          <IconButton
            look="small"
            face={Check}
            label={words.letIn(name)}
            onClick={() => answer(number, true)}
          />
          <IconButton
            look="small"
            face={X}
            label={words.turnAway(name)}
            onClick={() => answer(number, false)}
          />
        </li>
      ))}
    </ul>
  )
}
