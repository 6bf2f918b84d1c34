import { MessageSquare } from 'lucide-react'
import { useStore } from 'zustand'
import { CommandButton } from '../commands/command-button.tsx'
import { useSession } from '../session/use-parts.ts'
import { strings } from '../strings.ts'

/** The way to the chat wherever its panel is, with how many lines nobody looked at here; the panel's heading tells of new ones by ear. */
export function StatusChat() {
  const { bridge } = useSession()
  const unread = useStore(bridge.chat, (state) => state.unread)
  return (
    <div className="status-slot status-chat" data-testid="status-chat">
      <CommandButton
        id="people.chat"
        face={MessageSquare}
        look="small"
        {...(unread > 0 && { label: strings.chat.openUnread(strings.chat.unread(unread)) })}
      />
      {unread > 0 && (
        <span className="unread-mark" aria-hidden>
          {unread > unreadShown ? strings.chat.many(unreadShown) : unread}
        </span>
      )}
    </div>
  )
}

/** As many as have room. */
const unreadShown = 99
