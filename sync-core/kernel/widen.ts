/** 0..255 as 0..one, rounded. */
export function widen(value: number, one: number): number {
  return Math.floor((value * one + 127) / 255)
}
