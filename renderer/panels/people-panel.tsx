import { useStore } from 'zustand'
import type { RosterPerson } from '../../sync-core/index.ts'
import { Panel } from '../controls/panel.tsx'
import type { SessionBridge } from '../session/session-bridge.ts'
import { strings } from '../strings.ts'
import { toHex } from '../tools/color.ts'

/** Who is here, and below them who was. */
export function PeoplePanel({ bridge }: { bridge: SessionBridge }) {
  const roster = useStore(bridge.store, (snapshot) => snapshot.state.roster)
  const you = useStore(bridge.store, (snapshot) => snapshot.state.you?.author)
  const sorted = [...roster].sort((a, b) => Number(b.present) - Number(a.present) || a.author - b.author)
  return (
    <Panel name="people" heading={strings.people.heading}>
      {sorted.length === 0 && <p className="dim">{strings.people.none}</p>}
      <ul className="people-list">
        {sorted.map((person) => (
          <li key={person.author} data-present={person.present ? 'yes' : 'no'}>
            <span
              className="person-dot"
              ref={(element) => element?.style.setProperty('--person', toHex(person.color))}
            />
            <span className="person-name" title={person.name}>
              {person.name}
            </span>
            <span className="person-note">{noteOf(person, you)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function noteOf(person: RosterPerson, you: number | undefined): string {
  const notes = []
  if (person.author === you) notes.push(strings.people.you)
  if (person.role === 'host') notes.push(strings.people.host)
  if (!person.present) notes.push(strings.people.away)
  return notes.join(', ')
}
