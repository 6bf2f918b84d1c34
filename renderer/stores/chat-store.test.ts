import { describe, expect, it, vi } from 'vitest'
import type { ChatLine } from '../../sync-core/index.ts'
import { createChatStore } from './chat-store.ts'

function line(key: string, author = 1): ChatLine {
  return { key, author, text: key, place: undefined, timeMs: 0 }
}

function storeWith() {
  const store = createChatStore(() => undefined)
  /** One's own number is 2. */
  const show = (lines: readonly ChatLine[], earlier?: string): number => {
    store.getState().setChat({ lines, waiting: [], earlier, former: undefined }, 2)
    return store.getState().unread
  }
  return { store, show }
}

describe('chat store', () => {
  it('[TG22] counts others’ lines as unread until the chat is looked at', () => {
    const { store, show } = storeWith()
    expect(show([line('a'), line('own', 2), line('b')])).toBe(2)
    store.getState().attend('here')
    expect(store.getState().unread).toBe(0)
    expect(show([line('a'), line('own', 2), line('b'), line('c')])).toBe(0)
    store.getState().attend('elsewhere')
    expect(show([line('b'), line('c'), line('d'), line('e')])).toBe(2)
    // Also when all that was read is no longer there.
    expect(show([line('f'), line('g'), line('h'), line('i')])).toBe(4)
  })

  it('[TG22] never counts what was said before one came', () => {
    const { show } = storeWith()
    expect(show([line('a'), line('b')])).toBe(2)
    expect(show([line('a'), line('b')], 'b')).toBe(0)
    expect(show([line('a'), line('b'), line('c')], 'b')).toBe(1)
    expect(show([line('c'), line('d')], 'b')).toBe(2)
  })

  it('[TG15] has waiting lines below, and passes on what is said', () => {
    const say = vi.fn()
    const store = createChatStore(say)
    store.getState().say('Look', { x: 16, y: 32 })
    expect(say.mock.calls).toEqual([['Look', { x: 16, y: 32 }]])
    const waiting = [{ key: '2.1.1', author: 2, text: 'Look', place: undefined }]
    store.getState().setChat({ lines: [line('a')], waiting, earlier: undefined, former: undefined }, 2)
    expect(store.getState()).toMatchObject({ lines: [line('a')], waiting })
  })
})
