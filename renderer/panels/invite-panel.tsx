import { Copy } from 'lucide-react'
import { useRef, useState } from 'react'
import type { HostedSession } from '../../electron/ipc/contract.ts'
import { Button } from '../controls/button.tsx'
import { gessoApi, isFailure } from '../session/gesso-api.ts'
import { strings } from '../strings.ts'

/** The links to hand out, the best first, each with its copy button. */
export function InvitePanel({ hosted }: { hosted: HostedSession }) {
  const words = strings.invite
  return (
    <section className="panel" aria-label={words.heading}>
      <h2>{words.heading}</h2>
      {hosted.invites.map((invite) => (
        <InviteLink key={invite} invite={invite} />
      ))}
      <p className="dim">
        {hosted.reach === 'computer'
          ? words.computerOnly
          : hosted.invites.length > 1
            ? words.several
            : words.network}
      </p>
    </section>
  )
}

/** Where the clipboard is out of reach, the link is selected instead and the person is told what to press. */
function InviteLink({ invite }: { invite: string }) {
  const field = useRef<HTMLInputElement>(null)
  const [done, setDone] = useState<'copied' | 'selected'>()
  const copy = async (): Promise<void> => {
    const answer = await gessoApi?.copyText(invite)
    field.current?.select()
    setDone(isFailure(answer) ? 'selected' : 'copied')
    setTimeout(() => setDone(undefined), 2500)
  }
  const words = strings.invite
  return (
    <div className="invite-link">
      <input
        ref={field}
        className="text-input invite-field"
        readOnly
        aria-label={words.link}
        title={invite}
        value={invite}
        onFocus={(event) => event.target.select()}
      />
      <Button onClick={() => void copy()} title={done === 'selected' ? words.selected : words.copy}>
        <Copy size={15} aria-hidden />
        <span aria-live="polite">
          {done === 'copied' ? words.copied : done === 'selected' ? 'Ctrl+C' : words.copy}
        </span>
      </Button>
    </div>
  )
}
