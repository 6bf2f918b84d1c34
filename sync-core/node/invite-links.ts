import { limits } from '../base/limits.ts'
import { formatInvite, type Invite, type InvitePlace } from '../protocol/invite.ts'

/** One link for each place, each with all of them: a browser goes to the first, Gesso finds out. */
export function inviteLinks(
  places: readonly InvitePlace[],
  invite: Pick<Invite, 'pictureId' | 'token' | 'pin'>,
): readonly string[] {
  return places
    .slice(0, limits.invitePlacesMax)
    .map((first, _at, all) =>
      formatInvite({ ...invite, places: [first, ...all.filter((place) => place !== first)] }),
    )
}
