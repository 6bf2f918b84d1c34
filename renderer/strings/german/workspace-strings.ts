import type { Catalogue } from '../english.ts'

/** Panels and docks, and the sheets above everything. */
export const workspaceStrings: Pick<Catalogue, 'workspace' | 'sheets'> = {
  workspace: {
    panels: 'Bedienfelder',
    names: {
      navigator: 'Navigator',
      color: 'Farbe',
      layers: 'Ebenen',
      brush: 'Pinsel',
      people: 'Personen',
      chat: 'Chat',
      history: 'Verlauf',
      invite: 'Einladung',
    },
    headingHint: 'Klicken klappt ein und aus. Ziehen oder Alt und die Pfeiltasten verschieben.',
    docks: { left: 'Bedienfelder links', right: 'Bedienfelder rechts' },
    reset: 'Alle Bedienfelder an ihren Platz',
  },
  sheets: {
    close: 'Schließen',
  },
}
