import { Check, Copy } from 'lucide-react'
import { useRef } from 'react'
import { Button } from '../controls/button.tsx'
import { IconButton } from '../controls/icon-button.tsx'
import { strings } from '../strings.ts'
import { useCopied } from './use-copied.ts'

/** Where the clipboard is out of reach, the link is selected instead and the person is told what to press. */
export function InviteLink({ link, isBest }: { link: string; isBest: boolean }) {
  const field = useRef<HTMLInputElement>(null)
  const { done, copy } = useCopied(() => field.current?.select())
  const words = strings.invite
  const said = done === undefined ? undefined : done === 'copied' ? words.copied : words.selected
  return (
    <div className="invite-link">
      <input
        ref={field}
        className="text-input invite-field"
        readOnly
        aria-label={isBest ? words.link : words.otherLink}
        title={link}
        value={link}
        onFocus={(event) => event.target.select()}
      />
      {isBest ? (
        <Button disabled={link === ''} onClick={() => void copy(link)}>
          {done === undefined ? <Copy size={15} aria-hidden /> : <Check size={15} aria-hidden />}
          <span aria-live="polite">{said ?? words.copy}</span>
        </Button>
      ) : (
        <IconButton
          face={done === undefined ? Copy : Check}
          label={said ?? words.copyOther}
          onClick={() => void copy(link)}
        />
      )}
    </div>
  )
}
