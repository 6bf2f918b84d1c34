import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { createPortal } from 'react-dom'
import { useStore } from 'zustand'
import type { Deed } from '../../sync-core/index.ts'
import { Popover } from '../controls/popover.tsx'
import { useSession } from '../session/use-parts.ts'
import type { Person } from '../stores/people-store.ts'
import { strings } from '../strings.ts'
import { QuestionBar } from './question-bar.tsx'

type Ban = Extract<Deed, { kind: 'remove' }>['ban']

/** What can be done with somebody by who stands above them. */
export function PersonMenu({ person }: { readonly person: Person }) {
  const { bridge } = useSession()
  const [isAsking, setIsAsking] = useState<Exclude<Ban, 'none'>>()
  const words = strings.people
  const { author, name } = person
  const remove = (ban: Ban): void =>
    bridge.send({ kind: 'moderate', deed: { kind: 'remove', of: author, ban } })
  return (
    <>
      <Popover face={Ellipsis} label={words.more(name)} look="small">
        <Entries person={person} onRemove={() => remove('none')} onBan={setIsAsking} />
      </Popover>
      {isAsking !== undefined &&
        createPortal(
          <QuestionBar
            question={words.banQuestion[isAsking](name)}
            yes={words.banYes}
            no={words.banNo}
            onYes={() => {
              remove(isAsking)
              setIsAsking(undefined)
            }}
            onNo={() => setIsAsking(undefined)}
          />,
          document.body,
        )}
    </>
  )
}

interface EntriesProps {
  readonly person: Person
  readonly onRemove: () => void
  readonly onBan: (ban: Exclude<Ban, 'none'>) => void
}

function Entries({ person: { author, name, role, present }, onRemove, onBan }: EntriesProps) {
  const { bridge } = useSession()
  const isHost = useStore(bridge.store, ({ state }) => state.you?.role === 'host')
  const words = strings.people
  const give = (to: Extract<Deed, { kind: 'role' }>['role']) => (): void =>
    bridge.send({ kind: 'moderate', deed: { kind: 'role', of: author, role: to } })
  const entries: readonly (readonly [string, () => void])[] = [
    ...(role === 'viewer' ? [[words.letPaint, give('painter')] as const] : []),
    ...(role === 'co-host' ? [[words.noCoHost, give('painter')] as const] : []),
    ...(role === 'viewer' ? [] : [[words.letWatch, give('viewer')] as const]),
    ...(isHost && role !== 'co-host' ? [[words.makeCoHost, give('co-host')] as const] : []),
    ...(present ? [[words.remove, onRemove] as const] : []),
    [words.banSession, () => onBan('session')],
    [words.banEver, () => onBan('ever')],
  ]
  return (
    <div className="app-menu" role="group" aria-label={words.more(name)}>
      {entries.map(([label, run]) => (
        <button
          key={label}
          type="button"
          className="menu-entry"
          onClick={(event) => {
            event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover()
            run()
          }}
        >
          {label}
        </button>
      ))}
    </div>
  )
}
