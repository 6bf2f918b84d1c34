import { useState } from 'react'
import { parseInvite } from '../../sync-core/index.ts'
import { Button } from '../controls/button.tsx'
import { Problem, TextField } from '../controls/text-field.tsx'
import { strings } from '../strings.ts'

interface JoinFormProps {
  readonly problem: string | undefined
  /** An invite that was opened outside of the window: only to be confirmed. */
  readonly opened: string | undefined
  readonly onJoin: (invite: string) => void
}

/** Takes an invite and says at once when it is none. */
export function JoinForm({ problem, opened, onJoin }: JoinFormProps) {
  const [invite, setInvite] = useState(opened ?? '')
  const [wasAsked, setWasAsked] = useState(false)
  const wrong = inviteProblem(invite)
  const sentence = (wasAsked || invite.trim() !== '' ? wrong : undefined) ?? problem
  return (
    <form
      className="card"
      aria-label={strings.join.heading}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setWasAsked(true)
        if (wrong === undefined) onJoin(invite)
      }}
    >
      <h2>{strings.join.heading}</h2>
      <div className="join-row">
        <TextField
          label={strings.join.invite}
          placeholder={strings.join.invitePlaceholder}
          value={invite}
          aria-invalid={sentence !== undefined}
          aria-describedby="join-problem"
          onText={setInvite}
        />
        <Button type="submit" autoFocus={opened !== undefined}>
          {strings.join.start}
        </Button>
      </div>
      <Problem id="join-problem" sentence={sentence} />
    </form>
  )
}

function inviteProblem(invite: string): string | undefined {
  if (invite.trim() === '') return strings.join.inviteMissing
  try {
    parseInvite(invite)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
