/** Panels and docks, and the sheets above everything. */
export const workspaceStrings = {
  workspace: {
    panels: 'Panels',
    names: {
      navigator: 'Navigator',
      color: 'Colour',
      layers: 'Layers',
      brush: 'Brush',
      people: 'People',
      chat: 'Chat',
      history: 'History',
      invite: 'Invite',
    },
    headingHint: 'Click to fold. Drag, or Alt and the arrow keys, to move.',
    docks: { left: 'Panels on the left', right: 'Panels on the right' },
    reset: 'Put all panels back',
  },
  sheets: {
    close: 'Close',
  },
} as const
