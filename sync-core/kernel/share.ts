/**
 * x·y in units of 1.0 = 32767, rounded to the nearest; there are no halves. x·y must be 0..32767². In lanes of 16 bits, t is
 * high · 32768 + low, and the second step is high, plus one where low + high reaches 32768.
 */
export function share(x: number, y: number): number {
  const t = Math.imul(x, y) + 16384
  return (t + (t >> 15)) >> 15
}
