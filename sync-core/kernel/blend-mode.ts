/** How a layer is laid over those below it. The wire and the kernel have the place in this list: names are only added at the end. */
export const blendModes = [
  'normal',
  'multiply',
  'screen',
  'overlay',
  'darken',
  'lighten',
  'color-dodge',
  'color-burn',
  'hard-light',
  'soft-light',
  'difference',
  'add',
] as const
export type BlendMode = (typeof blendModes)[number]
