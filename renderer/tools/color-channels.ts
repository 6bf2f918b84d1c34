// What the sliders of a colour set one at a time, and the colours that their tracks lead to.

import { hsvToColor, type Hsv } from './color.ts'

export const channels = ['red', 'green', 'blue'] as const
export type Channel = (typeof channels)[number]

const shifts: Readonly<Record<Channel, number>> = { red: 16, green: 8, blue: 0 }

export function channelOf(color: number, channel: Channel): number {
  return (color >> shifts[channel]) & 255
}

export function withChannel(color: number, channel: Channel, value: number): number {
  const byte = Math.round(Math.min(255, Math.max(0, value)))
  return (color & ~(255 << shifts[channel])) | (byte << shifts[channel])
}

/** The colours along a slider's track, from its least to its most. */
export function trackOf(hsv: Hsv, part: keyof Hsv | Channel): number[] {
  if (part === 'hue') return [0, 60, 120, 180, 240, 300, 360].map((hue) => hsvToColor({ ...hsv, hue }))
  if (part === 'saturation' || part === 'value')
    return [0, 1].map((end) => hsvToColor({ ...hsv, [part]: end }))
  return [0, 255].map((end) => withChannel(hsvToColor(hsv), part, end))
}
