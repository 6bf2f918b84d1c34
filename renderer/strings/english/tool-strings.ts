import { formatBytes, formatCount } from '../format-amount.ts'

/** What tools and their options say, and what becomes of images. */
export const toolStrings = {
  tools: {
    heading: 'Tools',
    brush: 'Brush',
    eraser: 'Eraser',
    pan: 'Move the view',
    pick: 'Pick a colour',
    laser: 'Point with the laser',
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

  copying: {
    copied: (width: number, height: number) => `Copied ${width} × ${height} px.`,
    floats: 'Something floats. Apply it with Enter or put it back with Escape first.',
    cutNothing: 'Nothing is selected that could be cut out. Select something first.',
    nothingPainted: 'There is nothing to copy: nothing is painted there on this layer.',
    tooLarge: (width: number, height: number, pxMax: number) =>
      `This is ${formatCount(width)} × ${formatCount(height)} px, and at most ${formatCount(pxMax)} px can be copied. Select less, or export it.`,
    notInBrowser: 'This browser lets pages put no images on the clipboard here. Export the picture instead.',
    notTaken: 'The clipboard did not take the image. Try again, or export the picture.',
    fault: 'The copy could not be made: memory may be short. The picture is safe; select less.',
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

  importing: {
    open: 'Open a file…',
    openHint: 'A new picture of an OpenRaster, Photoshop, PNG, JPEG or WebP file, with its layers',
    reading: (name: string) => `Reading ${name}…`,
    done: (name: string, layers: number, actions: number) =>
      `${name} came as ${layers === 1 ? 'a layer' : `${layers} layers`}. Undo takes that back in ${actions === 1 ? 'one step' : `${actions} steps`}.`,
    ended: (name: string) => `${name} was not imported; nothing of it is in the picture.`,
    notAll: (name: string) => `Not everything of ${name} could be kept.`,
    tooManyLayers: (name: string, layers: number, room: number) =>
      `${name} has ${layers} layers, and the picture has room for ${room} more. Merge some first.`,
    unreadable: (name: string) =>
      `${name} can’t be read. OpenRaster, Photoshop, PNG, JPEG and WebP files can.`,
    noMemory: (name: string, bytes: number) =>
      `${name} could not be read: memory may be too short for its ${formatBytes(bytes)}.`,
  },

  work: {
    import: 'Laying down the layers of the file',
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
} as const
