/** One way in which a scene is seen. */
export interface Look {
  readonly language: 'en' | 'de'
  /** The window's inside in CSS px; `@2x` where each takes two of the screen's. */
  readonly size: '900x600' | '1440x900' | '1440x900@2x'
  readonly theme: 'dark' | 'light'
}

/** English in all themes and sizes; German where its longer words have the least room, and where most people see it. */
export const looks: readonly Look[] = [
  ...(['900x600', '1440x900', '1440x900@2x'] as const).flatMap((size) =>
    (['dark', 'light'] as const).map((theme): Look => ({ language: 'en', size, theme })),
  ),
  { language: 'de', size: '900x600', theme: 'dark' },
  { language: 'de', size: '1440x900', theme: 'dark' },
]

export interface WindowSize {
  readonly width: number
  readonly height: number
  /** The screen's px for one CSS px. */
  readonly scale: number
}

export function sizeOf({ size }: Look): WindowSize {
  const [, width, height, scale] = /^(\d+)x(\d+)(?:@(\d)x)?$/.exec(size) ?? []
  return { width: Number(width), height: Number(height), scale: Number(scale ?? 1) }
}

/** Scene first, so that a folder sorted by name has all looks of a scene beside each other. */
export function fileNameOf(scene: string, { language, size, theme }: Look): string {
  return `${scene}.${language}.${size}.${theme}.png`
}
