import { Lightbulb, X } from 'lucide-react'
import { useStore } from 'zustand'
import { showChord } from '../commands/show-chord.ts'
import { IconButton } from '../controls/icon-button.tsx'
import { offeredHints } from '../session/follow-first-hints.ts'
import { useKeys, useSession } from '../session/use-parts.ts'
import { hintToShow, type FirstHintName } from '../stores/first-hints.ts'
import { strings } from '../strings.ts'

/** One hint for who is new, at the canvas's lower edge, until it was done. Only its cross takes presses. */
export function FirstHint() {
  const parts = useSession()
  const name = useStore(parts.firstHints, (state) => hintToShow(state, offeredHints(parts)))
  const wasIn = useStore(parts.bridge.store, (snapshot) => snapshot.state.picture !== undefined)
  const keys = useKeys()
  if (name === undefined || !wasIn) return null
  const chordOf = (id: 'edit.undo' | 'window.palette'): string => showChord(keys.keysOf(id)[0] ?? '')
  return (
    <div className="first-hint" role="note" aria-label={strings.firstHints.label}>
      <Lightbulb size={14} aria-hidden />
      <p>{sentenceOf(name, chordOf)}</p>
      <IconButton
        face={X}
        look="small"
        label={strings.firstHints.dismiss}
        onClick={() => parts.firstHints.getState().finish(name)}
      />
    </div>
  )
}

function sentenceOf(name: FirstHintName, chordOf: (id: 'edit.undo' | 'window.palette') => string): string {
  const words = strings.firstHints.sentences
  switch (name) {
    case 'paint':
    case 'invite':
      return words[name]
    case 'pan':
      return words.pan(strings.commands.keys['Space'] ?? '')
    case 'undo':
      return words.undo(chordOf('edit.undo'))
    case 'palette':
      return words.palette(chordOf('window.palette'))
  }
}
