import { formatBytes, formatCount } from '../format-amount.ts'

const people = (count: number): string => (count === 1 ? '1 person' : `${formatCount(count)} people`)
const strokesKept = (count: number): string =>
  count === 0
    ? ''
    : ` ${formatCount(count)} ${count === 1 ? 'change waits' : 'changes wait'} here and will be sent.`

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** “3 of your actions were”. */
function actionsOf(count: number): string {
  return count === 1 ? 'One of your actions was' : `${formatCount(count)} of your actions were`
}

/** What the status line says. */
export const statusStrings = {
  heading: 'Status',
  connecting: 'Connecting',
  waiting: 'Waiting to be let in',
  waitingHint:
    'Whoever hosts has people ask before they come in. You are in as soon as somebody lets you in.',
  turnedDown: {
    watching: (count: number) => `${actionsOf(count)} not taken: you are here to watch.`,
    locked: (count: number) => `${actionsOf(count)} not taken: the canvas was locked.`,
    full: (count: number) => `${actionsOf(count)} not taken: the host could not take more.`,
  },
  connectingHint: 'Looking for the host.',
  catchingUp: (bytes: number, tiles: number, tilesTotal: number) =>
    `Catching up (${formatBytes(bytes)}, ${formatCount(tiles)} of ${formatCount(tilesTotal)} tiles)`,
  catchingUpHint: 'The picture is still arriving. You can draw already.',
  connected: 'Connected',
  canvasLocked: 'Connected, canvas locked',
  canvasLockedHint: 'Only hosts paint at the moment. You see everything and can write in the chat.',
  watching: 'Connected, to watch',
  watchingHint: 'You see everything and can write in the chat. Whoever hosts can let you paint.',
  connectedHint: (waiting: number) =>
    waiting === 0
      ? 'Connected to the host, which has written all of your strokes to its disk.'
      : `Connected to the host. ${formatCount(waiting)} of your changes are on their way to its disk.`,
  reconnecting: (attempt: number, seconds: number) =>
    seconds > 0
      ? `Reconnecting (attempt ${formatCount(attempt)}, next in ${seconds} s)`
      : `Reconnecting (attempt ${formatCount(attempt)})`,
  connectingAgain: (attempt: number, seconds: number) =>
    seconds > 0
      ? `Connecting (attempt ${formatCount(attempt)}, next in ${seconds} s)`
      : `Connecting (attempt ${formatCount(attempt)})`,
  unreachable:
    'The host does not answer. The session may be over, or this computer is not on the host’s network. Gesso keeps trying.',
  lost: 'The connection was lost. Gesso keeps trying to reach the host.',
  reconnectingHint: (waiting: number) =>
    `The host cannot be reached. Gesso keeps trying, and you can go on drawing.${strokesKept(waiting)}`,
  ended: 'Ended',
  savedUnknown: 'Not saved yet',
  savedUnknownHint: 'The host has not said yet when the picture was saved.',
  firstSaveHint: 'The first save is still to come; strokes are kept on the host’s disk until then.',
  firstSaveInS3Hint: 'The first save is still to come; strokes are copied to S3 until then.',
  saved: (time: string) => `Saved ${time}`,
  savedHint: 'The picture is saved on the host’s computer.',
  savedOlderHint:
    'The picture was saved; strokes since then are kept on the host’s disk until the next save.',
  savedInS3Hint: 'The picture is saved in S3.',
  savedOlderInS3Hint: 'The picture is saved in S3; strokes since then are copied there beside it.',
  saving: 'Saving',
  savingHint: 'The host is saving the picture.',
  notSaved: (time: string) => `Not saved since ${time}, kept on this computer`,
  notSavedAtHost: (time: string) => `Not saved since ${time}, kept by the host`,
  notSavedToS3: (time: string) => `Not saved to S3 since ${time}, kept on this computer`,
  notSavedToS3AtHost: (time: string) => `Not saved to S3 since ${time}, kept by the host`,
  notSavedToS3Hint:
    'Every stroke is kept on the host’s disk, and goes to S3 by itself when it answers again.',
  notSavedUploaded: (time: string) => `Not saved since ${time}, uploaded to S3`,
  notSavedUploadedHint: 'Every stroke is in S3, and saving is tried again by itself.',
  unsavedHere: 'Not all is saved, kept on this computer',
  unsavedAtHost: 'Not all is saved, kept by the host',
  unsavedHint: 'What was drawn before is kept on the host’s disk.',
  keeping: 'How your strokes are kept',
  durable: 'Durable',
  durableMeaning: 'Written to the host’s disk: a crash or a power cut can’t take it.',
  savedWord: 'Saved',
  savedMeaning: 'In a snapshot, from which the picture opens.',
  uploadedWord: 'Uploaded',
  uploadedMeaning: 'In S3: safe even if the host’s computer is lost.',
  upTo: (seq: number) => `up to update ${formatCount(seq)}`,
  nothingYet: 'nothing yet',
  sinceTime: (time: string) => `since ${time}`,
  notSinceTime: (time: string) => `not since ${time}`,
  notSavedHint: 'Every stroke is kept on the host’s disk, and saving is tried again by itself.',
  syncUnknown: 'Not compared yet',
  syncUnknownHint: 'The picture is compared with the host’s every 100 updates.',
  inSync: (seq: number) => `In sync at ${formatCount(seq)}`,
  inSyncHint: (seq: number) =>
    `At update ${formatCount(seq)} this picture was the same as the host’s, pixel for pixel.`,
  healed: (times: number, tiles: number) =>
    tiles === 0
      ? `It was found different ${times === 1 ? 'once' : `${formatCount(times)} times`} and computed again.`
      : `${tiles === 1 ? '1 tile was' : `${formatCount(tiles)} tiles were`} found different and fetched again.`,
  differs: (seq: number) => `Differs at ${formatCount(seq)}, fetching again`,
  differsHint: 'This picture was not the same as the host’s, so it is being fetched again.',
  /** A day of the year, its month counted from 0. */
  day: (day: number, month: number, year: number) => `${day} ${months[month]!} ${year}`,
  people: (count: number) => `${people(count)} here`,
  zoom: (percent: number) => `${percent} %`,
  zoomHint: 'Zoom. 100 % shows one pixel of the picture as one pixel of the screen.',
  size: (width: number, height: number) => `${width} × ${height} px`,
} as const
