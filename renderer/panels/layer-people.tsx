import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { LayerId } from '../../sync-core/index.ts'
import { useSession } from '../session/use-parts.ts'
import { peopleOnLayer } from '../stores/people-store.ts'
import { strings } from '../strings.ts'
import { toHex } from '../tools/color.ts'

/** So many have a dot of their own; the rest is a number. */
const dotsMax = 3

/** Which of the others have a layer in hand, as dots in their colours. */
export function LayerPeople({ layer }: { readonly layer: LayerId }) {
  const { bridge } = useSession()
  const people = useStore(
    bridge.people,
    useShallow(({ people }) => peopleOnLayer(people, layer)),
  )
  if (people.length === 0) return null
  const words = strings.people.onThisLayer(people.map(({ name }) => name).join(', '))
  return (
    <span className="layer-people" role="img" aria-label={words} title={words}>
      {people.slice(0, dotsMax).map(({ author, color }) => (
        <span
          key={author}
          className="person-dot"
          ref={(element) => element?.style.setProperty('--person', toHex(color))}
        />
      ))}
      {people.length > dotsMax && <span>{`+${people.length - dotsMax}`}</span>}
    </span>
  )
}
