import { formatCount } from '../format-amount.ts'

const guests = (count: number): string => (count === 1 ? '1 guest is' : `${formatCount(count)} guests are`)

/** What the frame of a session says: its notices, its questions, its end, its people and invite. */
export const sessionStrings = {
  session: {
    canvas: 'Canvas',
    loading: 'Connecting to the host',
    leave: 'Leave',
    leaveHint: 'Leave the session',
    closeHint: 'Close the session for everyone and go back to the start',
    closeQuestion: (count: number) =>
      `${guests(count)} still drawing. Closing the session saves the picture and ends it for everyone.`,
    close: 'Close the session',
    keepDrawing: 'Keep drawing',
    panels: 'Show or hide the panels',
    dismiss: 'Dismiss',
    readOnly: (sentence: string) => `Drawing is paused. ${sentence}`,
    leftUnsaved: (sentence: string) =>
      `Everything that was drawn is kept on this computer, and will be saved when you open the picture again. ${sentence}`,
    keepCopy: 'Keep my work as a copy',
    keepingCopy: 'Keeping the copy',
    keptCopy: (title: string) => `Your work is kept as “${title}”. You find it under My pictures.`,
    dropCopy: 'Not needed',
    dropQuestion: 'Throw it away for good? It can’t be brought back.',
    dropYes: 'Throw away',
    dropNo: 'Keep',
    droppingCopy: 'Throwing it away',
    droppedCopy: 'The unsaved work was thrown away.',
    hostingFailed: (sentence: string) =>
      `${sentence} Close the session and open the picture again from My pictures.`,
  },

  quit: {
    question: (count: number) =>
      `${guests(count)} still drawing. Closing the session saves the picture and ends it for everyone.`,
    quit: 'Close the session',
    stay: 'Keep hosting',
  },

  ended: {
    heading: 'The session ended',
    refusedHeading: 'Could not join',
    back: 'Back to start',
    again: 'Try again',
    stopped: (reason: string) =>
      `Drawing stopped in this window: ${reason}. Try again to go on where you were.`,
    unknownReason: 'the reason is not known',
  },

  people: {
    heading: 'People',
    you: 'you',
    roles: { host: 'host', 'co-host': 'co-host', painter: 'guest', viewer: 'watches' },
    away: 'left',
    none: 'Nobody is here yet',
    onLayer: (layer: string) => `on “${layer}”`,
    follow: (name: string) => `Follow ${name}`,
    unfollow: (name: string) => `Stop following ${name}`,
    jump: (name: string) => `Go to what ${name} sees`,
    handUp: 'Raised hand',
    own: 'What you can show the others',
    following: (name: string) => `Following ${name}`,
    followingEnds: 'Esc or moving the view ends it',
    stop: 'Stop',
    followers: (names: readonly string[]) =>
      names.length === 1 ? `${names[0]} follows you` : `${formatCount(names.length)} people follow you`,
    onThisLayer: (names: string) => `Here now: ${names}`,
  },

  chat: {
    heading: 'Chat',
    lines: 'What was said',
    none: 'Nothing was said yet.',
    write: 'Write to everybody',
    send: 'Send',
    place: 'Attach the place in view',
    placeOnly: 'Look here',
    here: 'Here',
    jump: (name: string) => `Go to the place that ${name} means`,
    you: 'You',
    somebody: 'Somebody',
    waiting: 'not sent yet',
    former: 'The host began anew. Who comes now does not see what stands above.',
    unread: (count: number) =>
      count === 1 ? '1 new line in the chat' : `${formatCount(count)} new lines in the chat`,
    openUnread: (unread: string) => `${unread}. Open the chat`,
    many: (count: number) => `${count}+`,
  },

  invite: {
    heading: 'Invite',
    invite: 'Invite',
    copy: 'Copy invite',
    copiedToSend: 'The invite link is copied. Send it to those who are to paint along.',
    hostOnly: 'Only who hosts has the invite link.',
    copied: 'Copied',
    others: 'Other addresses of this computer, if the first one does not work',
    copyOther: 'Copy this link',
    link: 'Invite link',
    otherLink: 'Another link',
    computerOnly: 'Works on this computer only.',
    network:
      'Works for everyone on your network. Encrypted: a browser warns that it does not know this computer, Gesso does not.',
    selected: 'Press Ctrl+C',
    all: 'Invites that are good',
    roles: { painter: 'Paint', viewer: 'Watch', 'co-host': 'Help host' },
    noEnd: 'no end',
    until: (when: string) => `until ${when}`,
    usesLeft: (count: number) =>
      count === 1 ? 'for 1 more person' : `for ${formatCount(count)} more people`,
    used: (count: number) => (count === 1 ? '1 came' : `${formatCount(count)} came`),
    copyThis: 'Copy the link of this invite',
    qr: 'Show as a QR code',
    qrLabel: 'The invite as a QR code',
    qrHint: 'A phone or tablet opens it with its camera.',
    withdraw: 'Withdraw this invite',
    withdrawQuestion: 'Nobody could join by this invite any more. Who is in stays in.',
    withdrawYes: 'Withdraw',
    keep: 'Keep',
    another: 'Another invite',
    new: 'Make another invite',
    lets: 'Lets people',
    letsTo: { painter: 'paint', viewer: 'only watch' },
    goodFor: 'Good for',
    spans: { hour: 'an hour', day: 'a day', month: '30 days', ever: 'as long as the picture is there' },
    forHowMany: 'Joined by',
    counts: { any: 'any number of people', one: '1 person', five: '5 people', thirty: '30 people' },
    make: 'Make the invite',
    madeAndCopied: 'The new invite is copied.',
  },
} as const
