import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { HostedSession } from '../../electron/ipc/contract.ts'
import { keyMap, type KeyMap } from '../commands/key-map.ts'
import type { AppParts } from './app-parts.ts'
import type { RunningSession } from './running-session.ts'
import type { SessionParts } from './session-parts.ts'

export const AppContext = createContext<AppParts | undefined>(undefined)
export const SessionContext = createContext<SessionParts | undefined>(undefined)

/** The window's stores, in every component. */
export function useApp(): AppParts {
  const parts = useContext(AppContext)
  if (parts === undefined) throw new Error('the component stands inside AppContext')
  return parts
}

/** The session's parts, in every component of the session screen. */
export function useSession(): SessionParts {
  const parts = useContext(SessionContext)
  if (parts === undefined) throw new Error('the component stands inside SessionContext')
  return parts
}

/** What the host said when it opened the picture here; undefined until then, and for guests. */
export function useHosted({ joinable }: RunningSession): HostedSession | undefined {
  return useStore(joinable, ({ now }) => now?.hosted)
}

/** The keys of commands, drawn anew when the person changes them. */
export function useKeys(): KeyMap {
  return keyMap(useStore(useApp().preferencesStore, (state) => state.keys))
}
