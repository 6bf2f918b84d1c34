import { useEffect, useState } from 'react'
import { TextField } from '../controls/text-field.tsx'
import { gessoApi } from '../session/gesso-api.ts'
import { isFailure } from '../session/is-failure.ts'
import { strings } from '../strings.ts'

/** By which relay people of the internet come. It is kept when the field is left, or at Enter. */
export function HostingPreferences() {
  const [link, setLink] = useState('')
  const [problem, setProblem] = useState<string>()
  const words = strings.preferences.hosting
  useEffect(() => {
    void gessoApi?.relay().then((kept) => {
      if (!isFailure(kept)) setLink(kept)
    })
  }, [])
  const keep = async (): Promise<void> => {
    const answer = await gessoApi?.saveRelay(link.trim())
    if (answer === undefined) return
    setProblem(isFailure(answer) ? answer.message : undefined)
    if (!isFailure(answer)) setLink(answer)
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void keep()
      }}
    >
      <TextField
        label={words.relay}
        placeholder={words.relayPlaceholder}
        value={link}
        problem={problem}
        onText={setLink}
        onBlur={() => void keep()}
      />
      <p className="dim">{words.relayNote}</p>
    </form>
  )
}
