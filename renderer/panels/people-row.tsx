import { Hand, LocateFixed } from 'lucide-react'
import { useStore } from 'zustand'
import { IconButton } from '../controls/icon-button.tsx'
import { useSession } from '../session/use-parts.ts'
import type { Person } from '../stores/people-store.ts'
import { strings } from '../strings.ts'
import { standsAbove } from '../../sync-core/index.ts'
import { toHex } from '../tools/color.ts'
import { PersonMenu } from './person-menu.tsx'
import { viewOfPart } from '../view/part-in-view.ts'

/** Somebody: colour, name, what they are at. A click follows them, and another one ends it. */
export function PersonRow({ person }: { readonly person: Person }) {
  const { bridge, viewStore, layerStore } = useSession()
  const { author, name, color, present, isYou, hand } = person
  const isFollowed = useStore(bridge.people, ({ own }) => own.follows === author)
  const hasView = useStore(bridge.people, ({ views }) => views.has(author))
  const layer = useStore(layerStore, ({ layers }) => layers.find(({ id }) => id === person.layer)?.name)
  const you = useStore(bridge.store, ({ state }) => state.you)
  const words = strings.people
  const isFollowable = present && !isYou
  const jump = (): void => {
    const part = bridge.people.getState().views.get(author)
    const { view, viewport, frame, show } = viewStore.getState()
    if (part !== undefined && frame !== undefined) show(viewOfPart(view, part, frame, viewport))
  }
  const face = (
    <>
      <span className="person-name">
        <bdi>{name}</bdi>
      </span>{' '}
      <span className="person-note">
        {rolesOf(person)}
        {present && layer !== undefined && (
          <>
            {' · '}
            <bdi>{words.onLayer(layer)}</bdi>
          </>
        )}
      </span>
    </>
  )
  return (
    <li data-present={present ? 'yes' : 'no'} data-followed={isFollowed ? 'yes' : 'no'}>
      <span className="person-dot" ref={(element) => element?.style.setProperty('--person', toHex(color))} />
      {isFollowable ? (
        <button
          type="button"
          className="person-face"
          aria-pressed={isFollowed}
          title={isFollowed ? words.unfollow(name) : words.follow(name)}
          onClick={() => bridge.people.getState().follow(isFollowed ? undefined : author)}
        >
          {face}
        </button>
      ) : (
        <span className="person-face" title={name}>
          {face}
        </span>
      )}
      {hand && present && (
        <span className="person-hand" role="img" aria-label={words.handUp} title={words.handUp}>
          <Hand size={16} aria-hidden />
        </span>
      )}
      {isFollowable && (
        <IconButton
          look="small"
          face={LocateFixed}
          label={words.jump(name)}
          disabled={!hasView}
          onClick={jump}
        />
      )}
      {you !== undefined && !isYou && standsAbove(you.role, person.role) && <PersonMenu person={person} />}
    </li>
  )
}

function rolesOf({ isYou, role, present }: Person): string {
  const { you, roles, away } = strings.people
  return [isYou ? you : undefined, roles[role], present ? undefined : away]
    .filter((word) => word !== undefined)
    .join(', ')
}
