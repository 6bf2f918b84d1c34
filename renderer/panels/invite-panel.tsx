import { useEffect } from 'react'
import { useStore } from 'zustand'
import { Problem } from '../controls/text-field.tsx'
import { Panel } from '../workspace/panel.tsx'
import type { OwnPicture } from '../session/running-session.ts'
import { useSession } from '../session/use-parts.ts'
import { strings } from '../strings.ts'
import { sayInLanguage } from '../strings/spoken.ts'
import { InviteLink } from './invite-link.tsx'
import { InviteRow } from './invite-row.tsx'
import { NewInvite } from './new-invite.tsx'
import { SessionPassword } from './session-password.tsx'
import { WhoCanJoinWords } from './who-can-join.tsx'

/**
 * The links to hand out: the usual one with its button, below it the others and those to further addresses. There are none while the
 * picture is being opened.
 */
export function InvitePanel({ own }: { own: OwnPicture }) {
  const words = strings.invite
  const { session, bridge } = useSession()
  const invites = useStore(session.invites, (state) => state.invites)
  const found = useStore(session.invites, (state) => state.whoCanJoin)
  const problem = useStore(session.invites, (state) => state.problem)
  // Whoever comes may have come by one.
  useEffect(
    () =>
      bridge.store.subscribe(({ state }, { state: before }) => {
        if (state.roster.length !== before.roster.length) void session.invites.getState().refresh()
      }),
    [session, bridge],
  )
  const [usual, ...others] = invites
  const [link = '', ...furtherLinks] = usual?.links ?? []
  return (
    <Panel name="invite" heading={words.heading}>
      <WhoCanJoinWords reach={own.reach} found={found} />
      <InviteLink link={link} isBest />
      <ul className="invite-list" aria-label={words.all}>
        {usual !== undefined && <InviteRow invite={usual} isUsual />}
        {others.map((invite) => (
          <InviteRow key={invite.id} invite={invite} isUsual={false} />
        ))}
      </ul>
      <NewInvite />
      <SessionPassword />
      <Problem id="invite-problem" sentence={problem === undefined ? undefined : sayInLanguage(problem)} />
      {furtherLinks.length > 0 && (
        <div className="other-links">
          <p className="dim">{words.others}</p>
          {furtherLinks.map((further) => (
            <InviteLink key={further} link={further} isBest={false} />
          ))}
        </div>
      )}
    </Panel>
  )
}
