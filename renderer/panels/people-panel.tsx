import { DoorClosed, DoorOpen, Hand, Lock, LockOpen, Target } from 'lucide-react'
import { useStore } from 'zustand'
import { mayModerate } from '../../sync-core/index.ts'
import { CommandButton } from '../commands/command-button.tsx'
import { useSession } from '../session/use-parts.ts'
import { strings } from '../strings.ts'
import { Panel } from '../workspace/panel.tsx'
import { Askers } from './askers.tsx'
import { inOrder } from './people-order.ts'
import { PersonRow } from './people-row.tsx'

/** Who is here, what they are at, and below them who was; and what one can show them oneself. */
export function PeoplePanel() {
  const { bridge, toolStore } = useSession()
  const people = useStore(bridge.people, (state) => state.people)
  const hand = useStore(bridge.people, ({ own }) => own.hand)
  const isPointing = useStore(toolStore, ({ tool }) => tool === 'laser')
  const isLocked = useStore(bridge.store, ({ state }) => state.isCanvasLocked)
  const asksFirst = useStore(bridge.store, ({ state }) => state.asksFirst)
  const you = useStore(bridge.store, ({ state }) => state.you)
  const keepsOrder = you !== undefined && mayModerate(you.role)
  const asking = people.filter((person) => person.hand && person.present && !person.isYou).length
  return (
    <Panel
      name="people"
      grows
      heading={strings.people.heading}
      mark={asking > 0 && <Hand className="panel-mark" size={14} aria-label={strings.people.handUp} />}
    >
      <Askers />
      {people.length === 0 && <p className="dim">{strings.people.none}</p>}
      <ul className="people-list">
        {inOrder(people).map((person) => (
          <PersonRow key={person.author} person={person} />
        ))}
      </ul>
      <div className="people-buttons" role="group" aria-label={strings.people.own}>
        <CommandButton id="people.hand" face={Hand} look="small" pressed={hand} />
        <CommandButton id="tool.laser" face={Target} look="small" pressed={isPointing} />
        {keepsOrder && (
          <CommandButton
            id="people.lock-canvas"
            face={isLocked ? Lock : LockOpen}
            look="small"
            pressed={isLocked}
          />
        )}
        {keepsOrder && (
          <CommandButton
            id="people.lobby"
            face={asksFirst ? DoorClosed : DoorOpen}
            look="small"
            pressed={asksFirst}
          />
        )}
        {isLocked && <span className="dim people-locked">{strings.people.locked}</span>}
      </div>
    </Panel>
  )
}
