import { Eye } from 'lucide-react'
import { useStore } from 'zustand'
import { Button } from '../controls/button.tsx'
import { useSession } from '../session/use-parts.ts'
import { followersOf } from '../stores/people-store.ts'
import { strings } from '../strings.ts'

/** Low over the canvas: whom one follows and how that ends, and who follows oneself. */
export function PeopleFollow() {
  const { bridge } = useSession()
  const people = useStore(bridge.people, (state) => state.people)
  const follows = useStore(bridge.people, ({ own }) => own.follows)
  const leader = people.find(({ author }) => author === follows)
  const followers = followersOf(people)
  const words = strings.people
  return (
    <div className="follow-line" role="status">
      {leader !== undefined && (
        <p className="follow-words">
          <Eye size={16} aria-hidden />
          <span>
            <bdi>{words.following(leader.name)}</bdi> <span className="dim">{words.followingEnds}</span>
          </span>
          <Button onClick={() => bridge.people.getState().follow(undefined)}>{words.stop}</Button>
        </p>
      )}
      {followers.length > 0 && (
        <p className="follow-words" title={followers.map(({ name }) => name).join(', ')}>
          <bdi>{words.followers(followers.map(({ name }) => name))}</bdi>
        </p>
      )}
    </div>
  )
}
