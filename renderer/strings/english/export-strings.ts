import { formatCount, formatSize } from '../format-amount.ts'

/** The page that saves the picture as a file. */
export const exportStrings = {
  heading: 'Export',
  format: 'Format',
  formats: {
    png: 'PNG (exact pixels)',
    jpeg: 'JPEG (small, for photos)',
    webp: 'WebP (small)',
    ora: 'OpenRaster (with layers)',
    psd: 'Photoshop (with layers)',
  },
  area: 'What',
  areas: { whole: 'The whole picture', selection: 'What is selected', layer: 'The layer in hand' },
  background: 'Background',
  backgrounds: { paper: 'White paper', nothing: 'Transparent' },
  quality: 'Quality',
  name: 'File name',
  save: 'Save the file',
  cancel: 'Cancel',
  untitled: 'Picture',
  paper: 'Paper',
  steps: {
    pixels: (percent: number) => `Reading the picture: ${percent} %`,
    layers: (count: number) => `Reading the layers: ${count}`,
    file: () => 'Making the file…',
  },
  ended: 'The export was ended. There is no file of it.',
  done: (size: number) => `The file is made (${formatSize(size)}).`,
  refusals: {
    noMemory:
      'This window has too little memory left for that. Close other pictures and programs, or export a part.',
    nothingHere: 'The picture is not here yet. Try it again when it is.',
    nothingSelected: 'Nothing in the picture is selected. Select something, or export the whole picture.',
    nothingPainted: 'Nothing is painted there.',
    noLayer: 'The layer is not there any more. Choose another one.',
    fault: 'The file could not be made: memory may be short. The picture is safe; try PNG or a smaller part.',
    tooLarge: (width: number, height: number, pxMax: number, sidePxMax: number) =>
      `This is ${formatCount(width)} × ${formatCount(height)} px. This format takes at most ${formatCount(sidePxMax)} px on a side and ${formatCount(pxMax)} px in all; PNG takes more.`,
    layersTooLarge: (bytes: number, bytesMax: number) =>
      `The layers take ${formatSize(bytes)}, and a file with layers takes at most ${formatSize(bytesMax)}. Export a PNG, or fewer layers.`,
  },
} as const
