import { useContext, useEffect, type KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import type { CommandId } from '../commands/command-table.ts'
import { listenToKeyboard } from '../commands/keyboard-input.ts'
import { keyMap, type KeyMap } from '../commands/key-map.ts'
import { SessionContext, useApp, useKeys } from '../session/use-parts.ts'
import type { SheetName } from '../stores/sheet-store.ts'
import type { PanelName } from '../stores/workspace-store.ts'
import { strings } from '../strings.ts'
import { AboutSheet } from './about-sheet.tsx'
import { ExportSheet } from './export-sheet.tsx'
import { LogSheet } from './log-sheet.tsx'
import { Palette } from './palette.tsx'
import { PreferencesSheet } from './preferences-sheet.tsx'
import { Sheet } from './sheet.tsx'
import { ShortcutsSheet } from './shortcuts-sheet.tsx'

/** The sheets of this room; others are shown by whoever has them. */
const commandOf = {
  palette: 'window.palette',
  shortcuts: 'window.shortcuts',
  preferences: 'window.preferences',
  about: 'window.about',
  log: 'window.log',
  export: 'file.export',
} as const satisfies Partial<Record<SheetName, CommandId>>
type OwnSheet = keyof typeof commandOf

/** What is open above the window. The keys that opened it close it, too. */
export function Sheets({ panels = [] }: { readonly panels?: readonly PanelName[] }) {
  const { sheetStore } = useApp()
  const sheet = useStore(sheetStore, (state) => state.sheet)
  const parts = useContext(SessionContext)
  const keys = useKeys()
  const { close } = sheetStore.getState()
  if (sheet === undefined || !isOwn(sheet) || (needsSession(sheet) && parts === undefined)) return null
  const closeByItsKeys = (event: KeyboardEvent): void => {
    const isText = event.target instanceof HTMLInputElement && event.key.length === 1 && !event.ctrlKey
    if (event.defaultPrevented || isText || keys.commandOf(event.nativeEvent) !== commandOf[sheet]) return
    event.preventDefault()
    close()
  }
  return (
    <Sheet
      key={sheet}
      name={sheet}
      heading={strings[sheet].heading}
      isBare={sheet === 'palette'}
      onClose={close}
      onKeyDown={closeByItsKeys}
    >
      {sheet === 'palette' && parts !== undefined && (
        <Palette parts={parts} panels={panels} onClose={close} />
      )}
      {sheet === 'export' && <ExportSheet />}
      {sheet === 'shortcuts' && <ShortcutsSheet />}
      {sheet === 'preferences' && <PreferencesSheet />}
      {sheet === 'about' && <AboutSheet />}
      {sheet === 'log' && <LogSheet session={parts?.session} />}
    </Sheet>
  )
}

/** Where no session listens to the keyboard: the keys of the sheets that need none. */
export function useSheetKeys(): void {
  const { sheetStore, preferencesStore } = useApp()
  useEffect(() => {
    const keys = (): KeyMap => {
      const all = keyMap(preferencesStore.getState().keys)
      return {
        ...all,
        commandOf(press) {
          const id = all.commandOf(press)
          return sheetOf(id) === undefined ? undefined : id
        },
      }
    }
    return listenToKeyboard({
      keys,
      run(id) {
        const sheet = sheetOf(id)
        if (sheet !== undefined) sheetStore.getState().toggle(sheet)
      },
      hold: () => undefined,
    })
  }, [sheetStore, preferencesStore])
}

function sheetOf(id: CommandId | undefined): OwnSheet | undefined {
  return (Object.keys(commandOf) as OwnSheet[]).find((name) => !needsSession(name) && commandOf[name] === id)
}

function needsSession(sheet: OwnSheet): boolean {
  return sheet === 'palette' || sheet === 'export'
}

function isOwn(sheet: SheetName): sheet is OwnSheet {
  return Object.hasOwn(commandOf, sheet)
}
