// Where the window was, and whether that place still exists: a laptop that left its monitor must not open its window
// beyond the edge of the screen.

export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface WindowState {
  /** Bounds while not maximised. */
  readonly bounds: Area
  readonly shown: 'normal' | 'maximized'
}

export const windowSizeMin = { width: 900, height: 600 } as const
const windowSizeFirst = { width: 1280, height: 820 } as const

/** So much of the window's top edge must be on a display for a person to get hold of it. */
const gripPx = { width: 120, height: 40 } as const

/** Throws an Error that names the value which is not right. */
export function parseWindowState(value: unknown): WindowState {
  const { bounds, shown } = (value ?? {}) as Partial<Record<string, unknown>>
  const { x, y, width, height } = (bounds ?? {}) as Partial<Record<string, unknown>>
  if (!isWhole(x) || !isWhole(y) || !isWhole(width) || !isWhole(height))
    throw new Error('its bounds are not four numbers')
  if (shown !== 'normal' && shown !== 'maximized')
    throw new Error(`the window is shown neither normal nor maximized`)
  return { bounds: { x, y, width, height }, shown }
}

/** The state to open with: the kept one where a display still has it, else a middle-sized window on the first display. */
export function fitWindowState(kept: WindowState | undefined, workAreas: readonly Area[]): WindowState {
  const first = workAreas[0] ?? { x: 0, y: 0, ...windowSizeFirst }
  if (kept === undefined) return { bounds: centre(windowSizeFirst, first), shown: 'normal' }
  const home = workAreas.find((area) => holdsGrip(area, kept.bounds))
  if (home === undefined) return { bounds: centre(kept.bounds, first), shown: kept.shown }
  return { bounds: { ...kept.bounds, ...clampSize(kept.bounds, home) }, shown: kept.shown }
}

function holdsGrip(area: Area, bounds: Area): boolean {
  const across = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x)
  const topIsInside = bounds.y >= area.y && bounds.y + gripPx.height <= area.y + area.height
  return across >= gripPx.width && topIsInside
}

function centre(size: { width: number; height: number }, area: Area): Area {
  const { width, height } = clampSize(size, area)
  const x = area.x + Math.max(0, Math.floor((area.width - width) / 2))
  const y = area.y + Math.max(0, Math.floor((area.height - height) / 2))
  return { x, y, width, height }
}

function clampSize(size: { width: number; height: number }, area: Area): { width: number; height: number } {
  return {
    width: Math.max(windowSizeMin.width, Math.min(size.width, area.width)),
    height: Math.max(windowSizeMin.height, Math.min(size.height, area.height)),
  }
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 1_000_000
}
