import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import { Button } from '../controls/button.tsx'
import { Popover } from '../controls/popover.tsx'
import { TextField } from '../controls/text-field.tsx'
import { useSession } from '../session/use-parts.ts'
import { strings } from '../strings.ts'
import { limits } from '../../sync-core/index.ts'

/** What strangers have to say, besides having an invite: whether there is a password, and how to set another one or none. */
export function SessionPassword() {
  const { bridge } = useSession()
  const hasPassword = useStore(bridge.store, ({ state }) => state.hasPassword)
  const words = strings.password
  return (
    <div className="new-invite">
      <span className="dim">{hasPassword ? words.isSet : words.isNone}</span>
      <Popover face={KeyRound} label={words.change} look="small">
        <Change hasPassword={hasPassword} />
      </Popover>
    </div>
  )
}

function Change({ hasPassword }: { readonly hasPassword: boolean }) {
  const { bridge } = useSession()
  const [password, setPassword] = useState('')
  const words = strings.password
  const isTooLong = new TextEncoder().encode(password).length > limits.passwordBytesMax
  const send = (next: string | undefined, from: HTMLElement): void => {
    bridge.send({ kind: 'password', ...(next !== undefined && { password: next }) })
    setPassword('')
    from.closest<HTMLElement>('[popover]')?.hidePopover()
  }
  return (
    <form
      className="invite-terms"
      onSubmit={(event) => {
        event.preventDefault()
        if (password !== '' && !isTooLong) send(password, event.currentTarget)
      }}
    >
      <TextField
        label={words.newOne}
        autoFocus
        value={password}
        problem={isTooLong ? words.tooLong : undefined}
        onText={setPassword}
      />
      <Button type="submit" look="primary" disabled={password === '' || isTooLong}>
        {words.set}
      </Button>
      {hasPassword && (
        <Button onClick={(event) => send(undefined, event.currentTarget)}>{words.remove}</Button>
      )}
    </form>
  )
}
