import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../controls/button.tsx'
import { ChoiceField } from '../controls/choice-field.tsx'
import { Popover } from '../controls/popover.tsx'
import { Segments } from '../controls/segments.tsx'
import { copyText } from '../session/copy-text.ts'
import { useSession } from '../session/use-parts.ts'
import { strings } from '../strings.ts'

const roles = ['painter', 'viewer', 'co-host'] as const
const spans = { hour: 1 / 24, day: 1, month: 30, ever: undefined } as const
const counts = { any: undefined, one: 1, five: 5, thirty: 30 } as const

type Span = keyof typeof spans
type Count = keyof typeof counts

/** Makes another invite: for whom, how long, how often. It is on the clipboard then. */
export function NewInvite() {
  return (
    <div className="new-invite">
      <span className="dim">{strings.invite.another}</span>
      <Popover face={Plus} label={strings.invite.new} look="small">
        <Terms />
      </Popover>
    </div>
  )
}

function Terms() {
  const words = strings.invite
  const { session, hintStore } = useSession()
  const [role, setRole] = useState<(typeof roles)[number]>('painter')
  const [span, setSpan] = useState<Span>('day')
  const [count, setCount] = useState<Count>('any')
  const make = async (popover: HTMLElement | null): Promise<void> => {
    const [days, uses] = [spans[span], counts[count]]
    const made = await session.invites
      .getState()
      .make({ role, ...(days !== undefined && { days }), ...(uses !== undefined && { uses }) })
    popover?.hidePopover()
    const [link] = made?.links ?? []
    if (link !== undefined && (await copyText(link))) hintStore.getState().say(words.madeAndCopied)
  }
  return (
    <div className="invite-terms">
      <Segments
        name="invite-role"
        label={words.lets}
        value={role}
        options={roles}
        words={words.letsTo}
        onValue={setRole}
      />
      <ChoiceField
        label={words.goodFor}
        value={span}
        options={Object.keys(spans) as Span[]}
        words={words.spans}
        onValue={setSpan}
      />
      <ChoiceField
        label={words.forHowMany}
        value={count}
        options={Object.keys(counts) as Count[]}
        words={words.counts}
        onValue={setCount}
      />
      <Button
        look="primary"
        onClick={(event) => void make(event.currentTarget.closest<HTMLElement>('[popover]'))}
      >
        {words.make}
      </Button>
    </div>
  )
}
