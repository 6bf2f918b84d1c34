import { createStore } from 'zustand/vanilla'
import type { ChatLine, ChatPlace, ChatState, WaitingLine } from '../../sync-core/index.ts'

export interface ChatStoreState {
  /** In everybody's order. */
  readonly lines: readonly ChatLine[]
  /** Own lines that the host does not have yet, to be shown below. */
  readonly waiting: readonly WaitingLine[]
  /** The key of the newest line that whoever comes in now does not see: a former host told it. */
  readonly former: string | undefined
  /** Lines of others that nobody looked at in this window yet. What was said before one came is none of them. */
  readonly unread: number
  /** Whether the person looks at the chat. */
  readonly attention: 'here' | 'elsewhere'
  readonly setChat: (chat: ChatState, you: number | undefined) => void
  /** The chat is looked at from now on, or no longer. */
  readonly attend: (attention: ChatStoreState['attention']) => void
  readonly say: (text: string, place?: ChatPlace) => void
}

export type ChatStore = ReturnType<typeof createChatStore>

/** The chat of one session, and what of it is unread; `say` passes a line on. */
export function createChatStore(say: (text: string, place: ChatPlace | undefined) => void) {
  const read = new Set<string>()
  return createStore<ChatStoreState>((set, get) => ({
    lines: [],
    waiting: [],
    former: undefined,
    unread: 0,
    attention: 'elsewhere',
    setChat({ lines, waiting, earlier, former }, you) {
      const before = lines.findIndex(({ key }) => key === earlier)
      for (const { key } of get().attention === 'here' ? lines : lines.slice(0, before + 1)) read.add(key)
      const unread = lines.filter(({ key, author }) => author !== you && !read.has(key)).length
      const kept = new Set(lines.map(({ key }) => key))
      for (const key of read) if (!kept.has(key)) read.delete(key)
      set({ lines, waiting, former, unread })
    },
    attend(attention) {
      if (attention === 'here') for (const { key } of get().lines) read.add(key)
      set(attention === 'here' ? { attention, unread: 0 } : { attention })
    },
    say: (text, place) => say(text, place),
  }))
}
