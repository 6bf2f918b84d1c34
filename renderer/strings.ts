// Everything the windows say, in one catalogue. Sentences for failures of a session come from the session itself.

import { placeStrings } from './place-strings.ts'

/** Groups digits by thin spaces: 48 211. */
export function formatCount(count: number): string {
  return String(Math.trunc(count)).replaceAll(/\B(?=(\d{3})+$)/g, '\u202f')
}

function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** A size on a disk: 12 MB, 3.4 GB. */
function formatSize(bytes: number): string {
  const units = ['kB', 'MB', 'GB', 'TB'] as const
  let amount = bytes / 1000
  let unit = 0
  while (amount >= 999.5 && unit < units.length - 1) {
    amount /= 1000
    unit += 1
  }
  const tenths = Math.round(amount * 10) / 10
  const shown =
    unit > 0 && tenths < 10 ? tenths : Math.max(Math.ceil(Math.min(1, amount)), Math.round(amount))
  return `${shown} ${units[unit]}`
}

const people = (count: number): string => (count === 1 ? '1 person' : `${formatCount(count)} people`)
const guests = (count: number): string => (count === 1 ? '1 guest is' : `${formatCount(count)} guests are`)
const strokesKept = (count: number): string =>
  count === 0
    ? ''
    : ` ${formatCount(count)} ${count === 1 ? 'change waits' : 'changes wait'} here and will be sent.`

/** English. Sentence case; names of buttons as they stand on them. */
export const strings = {
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
    reachComputer: 'This computer',
    reachNetwork: 'This network',
    reachComputerHint: 'Only programs on this computer can join.',
    reachNetworkHint: 'Anyone on your network who has the invite can join.',
    start: 'Host a session',
  },

  join: {
    heading: 'Join a session',
    invite: 'Invite',
    invitePlaceholder: 'http://192.168.1.20:41873/#…',
    inviteMissing: 'Paste the invite that the host copied for you.',
    start: 'Join',
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
    changeHint: 'Where pictures are kept',
  },

  place: placeStrings,

  opening: {
    host: 'Opening the picture',
    join: 'Joining the session',
    closing: 'Saving and closing the session',
  },

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
    keepCopy: 'Keep my work as a copy',
    keepingCopy: 'Keeping the copy',
    keptCopy: (title: string) => `Your work is kept as “${title}”. You find it under My pictures.`,
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

  tools: {
    heading: 'Tools',
    brush: 'Brush',
    eraser: 'Eraser',
    pan: 'Move the picture',
    pick: 'Pick a colour',
    fill: 'Fill',
    gradient: 'Gradient',
    line: 'Line',
    rectangle: 'Rectangle',
    ellipse: 'Ellipse',
    text: 'Text',
    'select-rectangle': 'Select a rectangle',
    'select-ellipse': 'Select an ellipse',
    lasso: 'Lasso',
    wand: 'Wand: select by colour',
    transform: 'Move and transform',
    crop: 'Crop and resize',
    undo: 'Undo',
    redo: 'Redo',
    fit: 'Show the whole picture',
    actualSize: 'Actual size',
    shortcut: (name: string, keys: string) => `${name} (${keys})`,
  },

  toolOptions: {
    px: 'px',
    tolerance: 'Tolerance',
    toleranceHint: 'How far colours may differ, 0 to 255',
    grow: 'Grow',
    growHint: 'Makes the area larger, or smaller below 0, so that it reaches under lines',
    gap: 'Close gaps',
    gapHint: 'Openings in lines that are no wider count as closed',
    reach: 'Reach',
    reachHint: 'The area around the pointer, or every place of that colour',
    reaches: { connected: 'Connected', everywhere: 'Everywhere' },
    sees: 'Looks at',
    seesHint: 'Which layers decide where colours end',
    seen: { all: 'All layers', layer: 'This layer' },
    sample: 'Mean of',
    samples: { '1': '1 pixel', '3': '3 × 3 pixels', '5': '5 × 5 pixels' },
    shape: 'Shape',
    shapes: {
      line: 'Line',
      rectangle: 'Rectangle',
      ellipse: 'Ellipse',
      'select-rectangle': 'Rectangle',
      'select-ellipse': 'Ellipse',
    },
    look: 'Look',
    looks: { outlined: 'Outlined', filled: 'Filled' },
    gradientShapes: { linear: 'Linear', radial: 'Radial' },
    end: 'Goes to',
    ends: { transparent: 'Transparent', color: 'A colour' },
    endColor: 'Colour at the end',
    selectionHint: 'Shift adds, Alt takes away. Ctrl+D selects nothing, Ctrl+A everything.',
    flipHorizontal: 'Flip left and right',
    flipVertical: 'Flip top and bottom',
    apply: 'Apply',
    applyHint: 'Apply (Enter)',
    cancel: 'Cancel',
    cancelHint: 'Cancel (Esc)',
    size: 'Size of the picture',
    width: 'Width (px)',
    height: 'Height (px)',
    font: 'Font',
    families: {
      'sans-serif': 'Sans serif',
      serif: 'Serif',
      monospace: 'Monospace',
      cursive: 'Handwriting',
    } as Readonly<Record<string, string>>,
    fontSize: 'Text size',
    bold: 'Bold',
    textHint: 'Click the picture and type. Ctrl+Enter applies.',
    textField: 'Text on the picture',
  },

  images: {
    pasted: 'The pasted image',
    nothingToPaste: 'There is no image to paste. Copy one first.',
    unreadable: (name: string) => `${name} can’t be read. PNG, JPEG, WebP, GIF and SVG files can.`,
    fileTooLarge: (name: string, bytes: number, max: number) =>
      `${name} has ${formatBytes(bytes)}; at most ${formatBytes(max)} can be placed.`,
    madeSmaller: (name: string, width: number, height: number, fitWidth: number, fitHeight: number) =>
      `${name} has ${width} × ${height} px, and at most ${fitWidth} × ${fitHeight} px can be sent: it was made smaller.`,
    tooLarge: (name: string, width: number, height: number, fitWidth: number, fitHeight: number) =>
      `${name} has ${width} × ${height} px, which is too large: make it ${fitWidth} × ${fitHeight} px or smaller.`,
  },

  work: {
    fill: 'Filling',
    select: 'Selecting',
    lift: 'Taking up the pixels',
    place: 'Laying down the pixels',
    shape: 'Drawing the shape',
  },

  options: {
    range: (min: number, max: number) => `${min} to ${max}`,
    heading: 'Tool options',
    size: 'Size',
    opacity: 'Opacity',
    flow: 'Flow',
    flowHint: 'How much one touch of the brush lays down',
    hardness: 'Hardness',
  },

  brushes: {
    heading: 'Brush settings',
    choose: (name: string) => `Brush: ${name}`,
    list: 'Brushes',
    names: {
      ink: 'Ink',
      pencil: 'Pencil',
      marker: 'Marker',
      airbrush: 'Airbrush',
      eraser: 'Soft eraser',
      smudge: 'Smudge',
    } as Readonly<Record<string, string>>,
    reset: (name: string) => `Reset ${name}`,
    resetHint: 'Forget what was changed of this brush',
    unchanged: 'Nothing was changed of this brush',
    changed: 'Changed',
    dynamics: 'What the pen changes',
    dynamicsHeads: [
      { name: 'Pressure', hint: 'Grows with the pressure of the pen' },
      { name: 'Tilt', hint: '-100 to 100: what a flat pen takes away or adds, in percent' },
      { name: 'Speed', hint: '-100 to 100: what a fast pen takes away or adds, in percent' },
    ],
    pressureHints: {
      size: 'Pen pressure changes the size',
      opacity: 'Pen pressure changes the opacity',
      flow: 'Pen pressure changes the flow',
    },
    size: 'Size',
    opacity: 'Opacity',
    flow: 'Flow',
    mode: 'Overlap',
    modes: { wash: 'Even', 'build-up': 'Build up' },
    modeHints: {
      wash: 'A stroke never covers more than its opacity',
      'build-up': 'Every touch within a stroke covers more',
    },
    tip: 'Tip',
    tips: {
      round: 'Smooth',
      paper: 'Paper',
      chalk: 'Chalk',
      charcoal: 'Charcoal',
      bristle: 'Bristle',
      spray: 'Spray',
    },
    spacing: 'Spacing',
    roundness: 'Roundness',
    angle: 'Angle',
    angleFrom: 'Turned by',
    angleOrigins: { fixed: 'Nothing', direction: 'Direction', tilt: 'Pen tilt' },
    smudge: 'Smudge',
    steadiness: 'Stabiliser',
    steadinessHint: 'Steadies the line of a pen; a mouse is left as it is',
    taper: 'Taper',
    taperStart: 'Start',
    taperEnd: 'End',
    tilt: 'Pen tilt',
    speed: 'Speed',
    jitter: 'Chance',
    jitterParts: { position: 'Position', size: 'Size', flow: 'Flow', angle: 'Angle' },
    part: (group: string, name: string) => `${group}: ${name}`,
  },

  layers: {
    heading: 'Layers',
    list: 'Layers, the top one first',
    firstName: (number: number) => `Layer ${number}`,
    copyName: (name: string) => `${name} copy`,
    nameHint: (name: string, mode: string, percent: number) => `${name} (${mode}, ${percent} %)`,
    gone: (lost: string, now: string) => `“${lost}” is gone. You paint on “${now}” now.`,
    rename: 'Layer name',
    show: (name: string) => `Show “${name}”`,
    hide: (name: string) => `Hide “${name}”`,
    lock: (name: string) => `Lock “${name}”`,
    unlock: (name: string) => `Unlock “${name}”`,
    alphaLock: 'Keep the transparency: paint only where there is paint',
    clip: 'Clip to the layer below',
    alphaLocked: 'Transparency is kept',
    clipped: 'Clipped to the layer below',
    opacity: 'Layer opacity',
    mode: 'Blend mode',
    modes: {
      normal: 'Normal',
      multiply: 'Multiply',
      screen: 'Screen',
      overlay: 'Overlay',
      darken: 'Darken',
      lighten: 'Lighten',
      'color-dodge': 'Colour dodge',
      'color-burn': 'Colour burn',
      'hard-light': 'Hard light',
      'soft-light': 'Soft light',
      difference: 'Difference',
      add: 'Add',
    },
    add: 'Add a layer',
    duplicate: 'Duplicate the layer',
    mergeDown: 'Merge with the layer below',
    remove: 'Remove the layer',
    isLocked: (name: string) => `Layer “${name}” is locked.`,
    isHidden: (name: string) => `Layer “${name}” is hidden.`,
    nothingBelow: 'There is no layer below this one.',
    isLast: 'A picture keeps at least one layer.',
    isFull: (count: number) => `A picture has at most ${formatCount(count)} layers.`,
  },

  color: {
    heading: 'Colour',
    square: 'Saturation and brightness',
    squareValue: (saturation: number, value: number) => `Saturation ${saturation} %, brightness ${value} %`,
    hue: 'Hue',
    hex: 'Hex colour',
    hexWrong: 'A hex colour has six digits, like #3a7bd5.',
    recent: 'Recent colours',
    recentOption: (hex: string) => `Use ${hex}`,
  },

  people: {
    heading: 'People',
    you: 'you',
    host: 'host',
    away: 'left',
    none: 'Nobody is here yet',
  },

  invite: {
    heading: 'Invite',
    copy: 'Copy invite',
    copied: 'Copied',
    others: 'Other addresses of this computer, if the first one does not work',
    copyOther: 'Copy this link',
    link: 'Invite link',
    otherLink: 'Another link',
    computerOnly: 'Works on this computer only.',
    network: 'Works for everyone on your network.',
    selected: 'Press Ctrl+C',
  },

  status: {
    heading: 'Status',
    connecting: 'Connecting',
    connectingHint: 'Looking for the host.',
    catchingUp: (bytes: number, tiles: number, tilesTotal: number) =>
      `Catching up (${formatBytes(bytes)}, ${formatCount(tiles)} of ${formatCount(tilesTotal)} tiles)`,
    catchingUpHint: 'The picture is still arriving. You can draw already.',
    connected: 'Connected',
    connectedHint: (waiting: number) =>
      waiting === 0
        ? 'Connected to the host, which has written all of your strokes to its disk.'
        : `Connected to the host. ${formatCount(waiting)} of your changes are on their way to its disk.`,
    reconnecting: (attempt: number, seconds: number) =>
      seconds > 0
        ? `Reconnecting (attempt ${formatCount(attempt)}, next try in ${seconds} s)`
        : `Reconnecting (attempt ${formatCount(attempt)})`,
    connectingAgain: (attempt: number, seconds: number) =>
      seconds > 0
        ? `Connecting (attempt ${formatCount(attempt)}, next try in ${seconds} s)`
        : `Connecting (attempt ${formatCount(attempt)})`,
    unreachable:
      'The host does not answer. The session may be over, or this computer is not on the host’s network. Gesso keeps trying.',
    lost: 'The connection was lost. Gesso keeps trying to reach the host.',
    reconnectingHint: (waiting: number) =>
      `The host cannot be reached. Gesso keeps trying, and you can go on drawing.${strokesKept(waiting)}`,
    ended: 'Ended',
    savedUnknown: 'Not saved yet',
    savedUnknownHint: 'The host has not said yet when the picture was saved.',
    firstSaveHint: 'The first save is still to come; strokes are kept in the host’s journal until then.',
    firstSaveInS3Hint: 'The first save is still to come; strokes are copied to S3 until then.',
    saved: (time: string) => `Saved ${time}`,
    savedHint: 'The picture is saved on the host’s computer.',
    savedOlderHint:
      'The picture was saved; strokes since then are kept in the host’s journal until the next save.',
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
    keeping: 'How your strokes are kept',
    keepingButton: (text: string) => `${text}. Show how your strokes are kept`,
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
    notSavedHint: 'Every stroke is kept in the journal, and saving is tried again by itself.',
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
    people: (count: number) => `${people(count)} here`,
    zoom: (percent: number) => `${percent} %`,
    zoomHint: 'Zoom. 100 % shows one pixel of the picture as one pixel of the screen.',
    size: (width: number, height: number) => `${width} × ${height} px`,
  },
} as const
