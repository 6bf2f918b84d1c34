import { Check, Copy, QrCode as QrIcon, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { OpenInvite } from '../../electron/ipc/contract.ts'
import { Button } from '../controls/button.tsx'
import { IconButton } from '../controls/icon-button.tsx'
import { Popover } from '../controls/popover.tsx'
import { useAnswers } from '../controls/use-answers.ts'
import { useSession } from '../session/use-parts.ts'
import { strings } from '../strings.ts'
import { inviteNote } from './invite-note.ts'
import { QrCode } from './qr-code.tsx'
import { useCopied } from './use-copied.ts'

/** One invite: what it is good for, and what can be done with it. The link of the usual one is in sight already. */
export function InviteRow({ invite, isUsual }: { readonly invite: OpenInvite; readonly isUsual: boolean }) {
  const words = strings.invite
  const { session, workspaceStore } = useSession()
  const lookedMs = useStore(session.invites, (state) => state.lookedMs)
  const { done, copy } = useCopied(() => workspaceStore.getState().reveal('invite'))
  const [isAsking, setIsAsking] = useState(false)
  const [link = ''] = invite.links
  if (isAsking) {
    return (
      <li className="invite-row">
        <WithdrawQuestion
          onYes={() => void session.invites.getState().withdraw(invite.id)}
          onNo={() => setIsAsking(false)}
        />
      </li>
    )
  }
  return (
    <li className="invite-row">
      <span className="invite-note">{inviteNote(invite, lookedMs)}</span>
      {!isUsual && (
        <IconButton
          look="small"
          face={done === undefined ? Copy : Check}
          label={done === undefined ? words.copyThis : words.copied}
          onClick={() => void copy(link)}
        />
      )}
      <Popover face={QrIcon} label={words.qr} look="small">
        <div className="qr-place">
          <QrCode text={link} label={words.qrLabel} />
          <p className="dim">{words.qrHint}</p>
        </div>
      </Popover>
      <IconButton look="small" face={Trash2} label={words.withdraw} onClick={() => setIsAsking(true)} />
    </li>
  )
}

/** It can't be taken back, and the link may be with thirty people. */
function WithdrawQuestion({ onYes, onNo }: { readonly onYes: () => void; readonly onNo: () => void }) {
  const words = strings.invite
  const { ref, onKeyDown } = useAnswers(onNo)
  return (
    <div
      className="invite-question"
      role="alertdialog"
      aria-label={words.withdrawQuestion}
      onKeyDown={onKeyDown}
    >
      <p>{words.withdrawQuestion}</p>
      <div className="question-answers" ref={ref}>
        <Button onClick={onNo}>{words.keep}</Button>
        <Button look="primary" onClick={onYes}>
          {words.withdrawYes}
        </Button>
      </div>
    </div>
  )
}
