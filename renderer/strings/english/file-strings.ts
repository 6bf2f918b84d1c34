import { formatCount, formatSize } from '../format-amount.ts'

const formats: Readonly<Record<string, string>> = { png: 'PNG', ora: 'OpenRaster', psd: 'Photoshop' }

const amounts: Readonly<Record<string, (amount: number) => string>> = {
  side: (amount) => `${formatCount(amount)} px on a side`,
  pixels: (amount) => `${formatCount(amount)} px`,
  layers: (amount) => `${formatCount(amount)} layers`,
  entries: (amount) => `${formatCount(amount)} files inside`,
  bytes: (amount) => formatSize(amount),
}

/** What the window says of files from other programs: why one can't be read, and what of it was not kept. */
export const fileStrings = {
  notThisFormat: (format: string) => `This is no ${formats[format] ?? format} file, whatever its name says.`,
  damaged: (format: string) =>
    `This ${formats[format] ?? format} file is damaged and can’t be read. Nothing was changed.`,
  tooLarge: (of: string, value: number, max: number) =>
    `This file is too large: it has ${amounts[of]?.(value) ?? value}, and Gesso reads at most ${amounts[of]?.(max) ?? max}.`,
  unsupported: (format: string, part: string) =>
    `Gesso can’t read this kind of ${formats[format] ?? format} file (${part}). Saved as RGB with 8 bits, it can be read.`,
  losses: {
    group: (count: number) =>
      count === 1 ? 'A group was taken apart.' : `${count} groups were taken apart.`,
    mode: (count: number) =>
      count === 1
        ? 'A blend mode that Gesso does not have became Normal.'
        : `${count} blend modes that Gesso does not have became Normal.`,
    mask: (count: number) => (count === 1 ? 'A mask was left out.' : `${count} masks were left out.`),
    'merged-mask': (count: number) =>
      count === 1 ? 'A mask was merged into its layer.' : `${count} masks were merged into their layers.`,
    text: (count: number) =>
      count === 1 ? 'A text or shape became pixels.' : `${count} texts and shapes became pixels.`,
    effect: (count: number) => (count === 1 ? 'An effect was left out.' : `${count} effects were left out.`),
    bits: (count: number) =>
      count === 1
        ? 'The colours of a layer were rounded to 8 bits.'
        : `The colours of ${count} layers were rounded to 8 bits.`,
    clipping: (count: number) =>
      count === 1
        ? 'A clipping looks different in the other program.'
        : `${count} clippings look different in the other program.`,
    outside: (count: number) =>
      count === 1
        ? 'A layer lies too far outside and came without its pixels.'
        : `${count} layers lie too far outside and came without their pixels.`,
  },
} as const
