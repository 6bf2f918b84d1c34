import { strings } from '../strings.ts'
import { copyText } from './copy-text.ts'
import type { SessionParts } from './session-parts.ts'

/** Puts the best link on the clipboard and says so; where the clipboard is out of reach, the panel shows the link instead. */
export async function copyInvite({ session, hintStore, workspaceStore }: SessionParts): Promise<void> {
  const best = session.invites.getState().invites[0]?.links[0]
  if (best !== undefined && (await copyText(best))) hintStore.getState().say(strings.invite.copiedToSend)
  else workspaceStore.getState().reveal('invite')
}
