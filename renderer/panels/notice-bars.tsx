import { Info, TriangleAlert, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../controls/button.tsx'
import type { Notice } from '../session/session-notices.ts'
import { strings } from '../strings.ts'

interface NoticeBarsProps {
  readonly notices: readonly Notice[]
  readonly onSaveCopy?: () => void
}

/** Sentences that need the person, over the top of the canvas; each goes away when dismissed, until it changes. */
export function NoticeBars({ notices, onSaveCopy }: NoticeBarsProps) {
  const [dismissed, setDismissed] = useState<readonly string[]>([])
  const shown = notices.filter((notice) => !dismissed.includes(notice.id))
  return (
    <div className="notice-list" role="status">
      {shown.map(({ id, tone, sentence, action }) => {
        const Icon = tone === 'warning' ? TriangleAlert : Info
        return (
          <div key={id} className="notice-bar" data-tone={tone}>
            <Icon size={16} aria-hidden />
            <p>{sentence}</p>
            {action === 'save-copy' && onSaveCopy !== undefined && (
              <Button className="option-button" onClick={onSaveCopy}>
                {strings.unsaved.saveCopy}
              </Button>
            )}
            <button
              type="button"
              className="icon-button icon-button-small"
              title={strings.session.dismiss}
              aria-label={strings.session.dismiss}
              onClick={() => setDismissed([...dismissed, id])}
            >
              <X size={16} aria-hidden />
            </button>
          </div>
        )
      })}
    </div>
  )
}
