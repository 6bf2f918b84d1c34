import { Fragment, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useSession } from '../session/use-parts.ts'
import { strings } from '../strings.ts'
import { useDockPlace } from '../workspace/dock-view.ts'
import { Panel } from '../workspace/panel.tsx'
import { ChatField } from './chat-field.tsx'
import { ChatRow } from './chat-row.tsx'

/** What people say to each other beside the picture, with links to places in it. */
export function ChatPanel() {
  const { bridge } = useSession()
  const unread = useStore(bridge.chat, (state) => state.unread)
  return (
    <Panel
      name="chat"
      grows
      heading={strings.chat.heading}
      mark={
        <span role="status">
          {unread > 0 && (
            <span className="unread-mark" title={strings.chat.unread(unread)}>
              <span aria-hidden>{unread}</span>
              <span className="visually-hidden">{strings.chat.unread(unread)}</span>
            </span>
          )}
        </span>
      }
    >
      <ChatLines />
      <ChatField />
    </Panel>
  )
}

/** Lines are read while they are on the screen of a window that has the person's attention. */
function ChatLines() {
  const { bridge } = useSession()
  const lines = useStore(bridge.chat, (state) => state.lines)
  const waiting = useStore(bridge.chat, (state) => state.waiting)
  const former = useStore(bridge.chat, (state) => state.former)
  const list = useRef<HTMLDivElement>(null)
  const { above, below } = useDockPlace()
  useEffect(() => {
    const element = list.current
    const dock = element?.closest('.dock') ?? null
    const { attend } = bridge.chat.getState()
    if (element === null) return undefined
    let isOnScreen = false
    const tell = (): void => attend(isOnScreen && document.hasFocus() ? 'here' : 'elsewhere')
    // What lies under the headings at the dock's edges is not seen.
    const headingPx = dock?.querySelector('h2')?.getBoundingClientRect().height ?? 0
    const room = `-${(above + 1) * headingPx}px 0px -${below * headingPx}px`
    const observer = new IntersectionObserver(
      (entries) => {
        isOnScreen = entries.at(-1)?.isIntersecting === true
        tell()
      },
      { root: dock, rootMargin: room },
    )
    observer.observe(element)
    window.addEventListener('focus', tell)
    window.addEventListener('blur', tell)
    return () => {
      observer.disconnect()
      window.removeEventListener('focus', tell)
      window.removeEventListener('blur', tell)
      attend('elsewhere')
    }
  }, [bridge, above, below])

  // Who reads further up stays there.
  const isAtEnd = useRef(true)
  const said = lines.at(-1)?.key
  useEffect(() => {
    const element = list.current
    const hasNew = said !== undefined || waiting.length > 0
    if (element !== null && hasNew && (isAtEnd.current || waiting.length > 0)) {
      element.scrollTop = element.scrollHeight
    }
  }, [said, waiting])
  return (
    <div
      ref={list}
      className="chat-lines"
      role="log"
      aria-label={strings.chat.lines}
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < 24
      }}
    >
      <ol>
        {lines.length + waiting.length === 0 && <li className="dim">{strings.chat.none}</li>}
        {lines.map((line) => (
          <Fragment key={line.key}>
            <ChatRow line={line} />
            {line.key === former && <li className="chat-divider">{strings.chat.former}</li>}
          </Fragment>
        ))}
        {waiting.map((line) => (
          <ChatRow key={line.key} line={line} />
        ))}
      </ol>
    </div>
  )
}
