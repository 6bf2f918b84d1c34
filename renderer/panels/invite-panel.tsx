import { Check, Copy } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '../controls/button.tsx'
import { IconButton } from '../controls/icon-button.tsx'
import { Panel } from '../workspace/panel.tsx'
import { gessoApi } from '../session/gesso-api.ts'
import { isFailure } from '../session/is-failure.ts'
import type { OwnPicture } from '../session/running-session.ts'
import { useHosted, useSession } from '../session/use-parts.ts'
import { strings } from '../strings.ts'

/** How long the button says that it copied. */
const copiedShownMs = 2500

/** The links to hand out: the best one with its button, the others below it. There are none while the picture is being opened. */
export function InvitePanel({ own }: { own: OwnPicture }) {
  const words = strings.invite
  const [best = '', ...others] = useHosted(useSession().session)?.invites ?? []
  return (
    <Panel name="invite" heading={words.heading}>
      <InviteLink invite={best} isBest />
      <p className="dim">{own.reach === 'computer' ? words.computerOnly : words.network}</p>
      {others.length > 0 && (
        <div className="other-links">
          <p className="dim">{words.others}</p>
          {others.map((invite) => (
            <InviteLink key={invite} invite={invite} isBest={false} />
          ))}
        </div>
      )}
    </Panel>
  )
}

/** Where the clipboard is out of reach, the link is selected instead and the person is told what to press. */
function InviteLink({ invite, isBest }: { invite: string; isBest: boolean }) {
  const field = useRef<HTMLInputElement>(null)
  const [done, setDone] = useState<'copied' | 'selected'>()
  const words = strings.invite
  const copy = async (): Promise<void> => {
    const answer = await gessoApi?.copyText(invite)
    const isCopied = !isFailure(answer)
    if (!isCopied) field.current?.select()
    setDone(isCopied ? 'copied' : 'selected')
    setTimeout(() => setDone(undefined), copiedShownMs)
  }
  const said = done === undefined ? undefined : done === 'copied' ? words.copied : words.selected
  return (
    <div className="invite-link">
      <input
        ref={field}
        className="text-input invite-field"
        readOnly
        aria-label={isBest ? words.link : words.otherLink}
        title={invite}
        value={invite}
        onFocus={(event) => event.target.select()}
      />
      {isBest ? (
        <Button disabled={invite === ''} onClick={() => void copy()}>
          {done === undefined ? <Copy size={15} aria-hidden /> : <Check size={15} aria-hidden />}
          <span aria-live="polite">{said ?? words.copy}</span>
        </Button>
      ) : (
        <IconButton
          face={done === undefined ? Copy : Check}
          label={said ?? words.copyOther}
          onClick={() => void copy()}
        />
      )}
    </div>
  )
}
