import { useState } from 'react'
import { Button } from '../controls/button.tsx'
import { TextField } from '../controls/text-field.tsx'
import { strings } from '../strings.ts'

interface PasswordScreenProps {
  /** Why the last one did not do. */
  readonly problem: string | undefined
  readonly onBack: () => void
  readonly onPassword: (password: string) => void
}

/** The session has a password, which this person has to know once. */
export function PasswordScreen({ problem, onBack, onPassword }: PasswordScreenProps) {
  const [password, setPassword] = useState('')
  const words = strings.password
  return (
    <main className="ended-screen">
      <form
        className="card ended-card"
        aria-label={words.heading}
        onSubmit={(event) => {
          event.preventDefault()
          if (password !== '') onPassword(password)
        }}
      >
        <h1>{words.heading}</h1>
        <p>{words.ask}</p>
        <TextField
          label={words.password}
          type="password"
          autoFocus
          value={password}
          // What is being typed has not been tried.
          problem={password === '' ? problem : undefined}
          onText={setPassword}
        />
        <div className="ended-answers">
          <Button onClick={onBack}>{strings.ended.back}</Button>
          <Button type="submit" look="primary" disabled={password === ''}>
            {strings.join.start}
          </Button>
        </div>
      </form>
    </main>
  )
}
