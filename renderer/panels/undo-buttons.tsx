import { Redo2, Undo2 } from 'lucide-react'
import { useStore } from 'zustand'
import { CommandButton } from '../commands/command-button.tsx'
import { actionWords } from '../session/action-words.ts'
import { useSession } from '../session/use-parts.ts'
import { findAction } from '../stores/history-store.ts'
import { strings } from '../strings.ts'

/** Undo and redo; their tooltips say of what, once that is in the history. */
export function UndoButtons() {
  const { bridge } = useSession()
  const canUndo = useStore(bridge.store, ({ state }) => state.canUndo)
  const canRedo = useStore(bridge.store, ({ state }) => state.canRedo)
  const you = useStore(bridge.store, ({ state }) => state.you?.author)
  const undoes = useStore(bridge.store, ({ state }) => state.undoes)
  const redoes = useStore(bridge.store, ({ state }) => state.redoes)
  const undone = useStore(bridge.history, ({ actions }) => findAction(actions, you, undoes)?.what)
  const redone = useStore(bridge.history, ({ actions }) => findAction(actions, you, redoes)?.what)
  return (
    <>
      <CommandButton
        id="edit.undo"
        face={Undo2}
        disabled={!canUndo}
        hint={undone && strings.history.undo(actionWords(undone))}
      />
      <CommandButton
        id="edit.redo"
        face={Redo2}
        disabled={!canRedo}
        hint={redone && strings.history.redo(actionWords(redone))}
      />
    </>
  )
}
