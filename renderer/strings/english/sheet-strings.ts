/** The sheets above everything: palette, shortcuts, preferences, about, log. And the hints for who is new. */
export const sheetStrings = {
  menu: { label: 'Menu' },

  palette: {
    heading: 'Search commands',
    field: 'Search commands, panels and brushes',
    list: 'Found',
    none: 'Nothing is called so. Try another word for it.',
    recent: 'Used lately',
    panels: 'Panels',
    brushes: 'Brushes',
    showPanel: (name: string) => `Show panel: ${name}`,
    brush: (name: string) => `Brush: ${name}`,
    help: '↑ ↓ to choose, Enter to do it, Esc to close',
  },

  shortcuts: {
    heading: 'Keyboard shortcuts',
    search: 'Search shortcuts',
    none: 'No shortcut is called so.',
    change: 'Change…',
    noKey: 'no key',
    gestures: {
      held: {
        heading: 'While a key is held',
        rows: [
          { name: 'Move the view', keys: 'Space' },
          { name: 'Turn the view, with Ctrl in steps of 15°', keys: 'Shift+Space' },
          { name: 'Pick a colour', keys: 'Alt' },
          { name: 'Shape stays regular, selection adds', keys: 'Shift' },
          { name: 'Selection takes away, shape grows from its middle', keys: 'Alt' },
        ],
      },
      mouse: {
        heading: 'Mouse and pen',
        rows: [
          { name: 'Zoom to the pointer', keys: 'Wheel' },
          { name: 'Move the view', keys: 'Middle button' },
          { name: 'Turn the view', keys: 'Shift+Middle button' },
          { name: 'Brush size (across), opacity (up and down)', keys: 'Shift+Drag' },
          { name: 'Erase', keys: 'Other end of the pen' },
          { name: 'Take a colour out of its palette', keys: 'Alt+Click' },
        ],
      },
      touch: {
        heading: 'Fingers',
        rows: [
          { name: 'Move, zoom and turn', keys: 'Two fingers' },
          { name: 'Undo', keys: 'Tap with two' },
          { name: 'Redo', keys: 'Tap with three' },
          { name: 'Paint, while no pen is in use', keys: 'One finger' },
        ],
      },
    },
  },

  preferences: {
    heading: 'Preferences',
    sections: 'Sections',
    section: {
      general: 'General',
      appearance: 'Appearance',
      keyboard: 'Keyboard',
      pen: 'Pen',
      hosting: 'Hosting',
    },
    hosting: {
      relay: 'Relay',
      relayPlaceholder: 'gesso-relay://relay.example.org:41870/#…',
      relayNote:
        'The link of a relay (gesso-host --relay) by which people on the internet reach sessions that are hosted here. It passes on what it can’t read. Good from the next session on; leave it empty for none.',
    },
    theme: 'Theme',
    themes: { system: 'As the system', dark: 'Dark', light: 'Light' },
    language: 'Language',
    systemLanguage: 'As the system',
    languageNames: { en: 'English', de: 'Deutsch' },
    personNote: 'Others see a new name or colour from the next session on.',
    hints: 'Hints for new painters',
    hintsOn: 'Show a hint at the canvas’s bottom until it was tried once',
    hintsAgain: 'Show all hints again',
    keyboard: {
      search: 'Search commands',
      none: 'No command is called so.',
      change: (name: string) => `Change the keys of “${name}”`,
      press: 'Press the keys, Esc to leave it',
      pressFor: (name: string) => `Press the keys for “${name}”. Esc leaves it as it is.`,
      taken: (keys: string, by: string) => `${keys} is for “${by}”.`,
      take: 'Take it',
      keep: 'Leave it',
      reserved: (keys: string) => `${keys} can’t be given to a command. Press other keys.`,
      noChord: 'This key can’t be used by itself. Press other keys.',
      noKeys: 'No keys',
      noKeysFor: (name: string) => `Take the keys from “${name}”`,
      reset: 'Put back',
      resetFor: (name: string) => `Put the keys of “${name}” back`,
      resetAll: 'Put all keys back',
      changed: 'Changed',
    },
  },

  about: {
    heading: 'About Gesso',
    version: (version: string) => `Version ${version}`,
    what: 'Draw one picture together: everybody sees the same pixels, and no stroke is lost.',
    licence: 'Free software under the MIT licence. Copyright Gesso contributors.',
    runsOn: 'Runs on',
    electron: (electron: string, chrome: string) => `Electron ${electron}, Chromium ${chrome}`,
    browser: (name: string) => `Browser: ${name}`,
    system: (system: string) => `System: ${system}`,
    notices: 'Made with',
    noticesHint: 'Libraries inside Gesso, each under its own licence.',
    licenceOf: (name: string) => `Licence of ${name}`,
    loading: 'Looking for the licences',
  },

  log: {
    heading: 'Log',
    intro: 'What happened since this window was opened. Nothing of it leaves this computer by itself.',
    show: 'Show',
    filters: { all: 'Everything', troubles: 'Warnings and errors' },
    search: 'Search the log',
    none: 'Nothing happened that would be told here.',
    times: (times: number) => `${times} times`,
    levels: { info: 'Note', warning: 'Warning', error: 'Error' },
    places: { window: 'This window', main: 'Gesso' },
    copy: 'Copy diagnostics',
    copied: 'Copied',
    notCopied: 'Could not copy',
    copyHint:
      'Versions, sizes, states and this log, to ask for help with. Names, invites, keys and folders are left out.',
    plain: {
      connecting: 'Looking for the host.',
      waiting: 'Waiting to be let in.',
      connected: 'Connected to the host.',
      'session-begun': 'A session was opened.',
      'session-left': 'The session was left.',
      'password-set': 'Newcomers need a password.',
      'password-gone': 'Newcomers need no password.',
      resumed: 'Drawing goes on.',
    },
    lost: (waiting: number) =>
      waiting === 0
        ? 'The connection was lost.'
        : `The connection was lost; changes that wait here: ${waiting}.`,
    turnedDown: (count: number) => `Own actions that the host did not take: ${count}.`,
    people: (count: number) => `People here: ${count}.`,
    saved: (seq: number) => `Saved up to update ${seq}.`,
    uploadedAgain: (seq: number) => `S3 has everything up to update ${seq} again.`,
    differs: (seq: number) => `The picture differed from the host’s at update ${seq} and is fetched again.`,
    healed: (tiles: number) =>
      `The picture is the same as the host’s again; tiles that were replaced: ${tiles}.`,
    because: {
      ended: (sentence: string) => `The session ended. ${sentence}`,
      'save-failed': (sentence: string) => `The picture could not be saved. ${sentence}`,
      'upload-waits': (sentence: string) => `S3 takes nothing at the moment. ${sentence}`,
      paused: (sentence: string) => `Drawing is paused. ${sentence}`,
      refused: (sentence: string) => sentence,
      'hosting-failed': (sentence: string) => `Hosting failed. ${sentence}`,
      error: (sentence: string) => `Something went wrong inside Gesso: ${sentence}`,
    },
  },

  firstHints: {
    label: 'Hint',
    sentences: {
      paint: 'Drag with the pen, the mouse or a finger to paint.',
      pan: (keys: string) => `Hold ${keys} and drag to move the picture; the wheel zooms.`,
      undo: (keys: string) => `${keys} takes the last stroke back.`,
      invite: 'To draw with others, press Invite above and send them the link.',
      palette: (keys: string) => `${keys} finds every command by its name.`,
    },
    dismiss: 'Got it',
  },

  details: {
    connection: 'Connection',
    sync: 'Comparison with the host',
    people: 'People',
    zoom: 'Zoom',
    show: (text: string, what: string) => `${text}. Show details: ${what}`,
    since: (time: string) => `Since ${time}`,
    latency: (ms: number) => `${ms} ms`,
    latencyMeaning: (ms: number) => `A message takes ${ms} ms to the host and back.`,
    latencyUnknown: 'How long a message takes to the host and back is being measured.',
    hash: (hash: string) => `Fingerprint of the picture here: ${hash}`,
    syncMeaning:
      'Every 100 updates, and whenever drawing rests, fingerprints of all pixels are compared. What differs is fetched again.',
    openPeople: 'Open the People panel',
    andMore: (count: number) => `and ${count} more`,
    zoomPercent: (percent: number) => `${percent} %`,
  },

  unsaved: {
    banner: (time: string) => `Not saved since ${time}. Gesso keeps trying.`,
    saveCopy: 'Save a copy…',
  },
} as const
