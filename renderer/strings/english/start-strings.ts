import { formatCount, formatSize } from '../format-amount.ts'

/** What one sees before a session: who one is, hosting, joining, the shelf of pictures. */
export const startStrings = {
  app: { name: 'Gesso', tagline: 'Draw one picture together' },

  person: {
    heading: 'You',
    name: 'Your name',
    namePlaceholder: 'How others see you',
    color: 'Your colour',
    colorOption: (index: number) => `Colour ${index}`,
    nameMissing: 'Others need a name for you',
    nameTooLong: 'Too long: at most 64 bytes fit',
  },

  host: {
    heading: 'Host a session',
    title: 'Title',
    titleDefault: 'Untitled picture',
    titleMissing: 'The picture needs a title',
    titleTooLong: 'Too long: at most 200 bytes fit',
    size: 'Size',
    width: 'Width in pixels',
    height: 'Height in pixels',
    pixels: 'px',
    preset: (width: number, height: number) => `${width}×${height}`,
    sizeNotWhole: (side: string) => `${side} must be a whole number of pixels`,
    sizeOutOfRange: (side: string, value: string, min: number, max: number) =>
      `${side} is ${value}, not ${min} to ${max} pixels`,
    sideWidth: 'Width',
    sideHeight: 'Height',
    reach: 'Who can join',
    reaches: { computer: 'Only here', network: 'This network', internet: 'Internet' },
    reachHints: {
      computer: 'Only programs on this computer can join.',
      network: 'Anyone on your network who has the invite can join.',
      internet: 'Anyone with the invite, through the router or a relay.',
    },
    start: 'Host a session',
  },

  join: {
    heading: 'Join a session',
    invite: 'Invite',
    invitePlaceholder: 'https://192.168.1.20:41873/#…',
    inviteMissing: 'Paste the invite that the host copied for you.',
    start: 'Join',
    leaveFor: 'An invite to another session was opened. Leave this one for it?',
    closeFor:
      'An invite to another session was opened. Closing this one for it saves the picture and ends it for everyone.',
    leaveYes: 'Leave this session',
    leaveNo: 'Stay here',
    guestHeading: 'You are invited to draw',
    guestHint: 'Everyone in this session draws on the same picture.',
    noInvite: 'Open the whole link that the host gave you. It ends with # and a long code.',
  },

  pictures: {
    heading: 'My pictures',
    empty: 'Pictures that you host appear here.',
    loading: 'Looking for your pictures',
    open: (title: string) => `Open “${title}”`,
    openHint: 'Opens the picture and hosts it again',
    rename: 'Rename',
    renameField: 'New title',
    delete: 'Delete',
    unreadable: 'Unreadable picture',
    deleted: (title: string) => `Deleted “${title}”.`,
    undo: 'Undo',
    size: (width: number, height: number) => `${width} × ${height}`,
    bytes: (picture: number, history: number) => `${formatSize(picture)}, history ${formatSize(history)}`,
    bytesHint: 'What the picture takes where it is kept, and what all of its earlier moments take.',
    again: 'Try again',
    keptOnComputer: 'Kept on this computer',
    keptInFolder: 'Kept in a folder of this computer',
    keptInBucket: (bucket: string) => `Kept in the bucket “${bucket}”`,
    change: 'Change',
    changeHint: 'Change where pictures are kept',
    recovered: (titles: readonly string[]) =>
      `Recovered ${titles.length === 1 ? `“${titles[0]!}”` : `${formatCount(titles.length)} pictures`}: what was drawn before Gesso ended is saved.`,
    stillSaving: (title: string) => `“${title}” is still being saved.`,
  },

  opening: {
    host: 'Opening the picture',
    join: 'Joining the session',
  },

  takeover: {
    seemsOpen: (title: string, ago: string) =>
      `“${title}” seems to be open on another computer (last written ${ago}).`,
    whatHappens:
      'Opening it here ends the session there; its people are told. Strokes that are not in the bucket yet stay on that computer.',
    open: 'Open here',
    cancel: 'Cancel',
  },

  leaving: {
    leave: 'Saving and closing the session',
    quit: 'Saving the picture before Gesso quits',
    leaveHint:
      'You need not wait: saving goes on while Gesso is open. Everything that was drawn is kept on this computer already.',
    quitHint:
      'If you quit now, nothing is lost: everything that was drawn is kept on this computer, and saved when you open the picture here again.',
    bucketHint: 'Until then, other computers may see the picture without the last strokes.',
    dontWait: 'Don’t wait',
    quitNow: 'Quit now',
  },
} as const
