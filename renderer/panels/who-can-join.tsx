import { Check, CircleAlert, LoaderCircle } from 'lucide-react'
import type { WhoCanJoin } from '../../electron/ipc/contract.ts'
import type { OwnPicture } from '../session/running-session.ts'
import { strings } from '../strings.ts'
import { sayInLanguage } from '../strings/spoken.ts'

interface WhoCanJoinProps {
  readonly reach: OwnPicture['reach']
  /** Undefined while the picture is being opened. */
  readonly found: WhoCanJoin | undefined
}

/** Who can join, as far as that was seen, and what to do about it: before anybody copies a link that leads nowhere. */
export function WhoCanJoinWords({ reach, found }: WhoCanJoinProps) {
  const words = strings.invite
  if (reach === 'computer') return <p className="dim">{words.computerOnly}</p>
  const lines = [networkLine(found), ...(reach === 'internet' ? [internetLine(found)] : [])]
  return (
    <>
      <ul className="who-can-join" aria-label={words.whoCanJoin} aria-live="polite">
        {lines.map(({ state, sentence }) => {
          const Face = faces[state]
          return (
            <li key={sentence} data-state={state}>
              <Face size={15} aria-hidden />
              <span>{sentence}</span>
            </li>
          )
        })}
      </ul>
      <p className="dim">{words.encrypted}</p>
    </>
  )
}

const faces = { yes: Check, no: CircleAlert, looking: LoaderCircle } as const

interface Line {
  readonly state: keyof typeof faces
  readonly sentence: string
}

function networkLine(found: WhoCanJoin | undefined): Line {
  const state = found?.network ?? 'looking'
  return { state, sentence: strings.invite.onNetwork[state] }
}

function internetLine(found: WhoCanJoin | undefined): Line {
  const words = strings.invite.onInternet
  const internet = found?.internet ?? { kind: 'looking' }
  switch (internet.kind) {
    case 'looking':
      return { state: 'looking', sentence: words.looking }
    case 'relay':
      return { state: 'yes', sentence: words.relay(internet.name) }
    case 'router':
      return { state: 'yes', sentence: words.router(internet.address) }
    case 'own':
      return { state: 'yes', sentence: words.own(internet.address) }
    case 'no': {
      const { behind, relay } = internet
      if (relay !== undefined) return { state: 'no', sentence: `${words.no} ${sayInLanguage(relay)}` }
      return {
        state: 'no',
        sentence: `${words.no} ${behind === undefined ? words.todo : words.behind(behind)}`,
      }
    }
  }
}
