/** The largest whole number whose square is at most `value` (a whole number 0..2^52); exact on every engine. */
export function integerRoot(value: number): number {
  let root = Math.floor(Math.sqrt(value))
  while (root * root > value) root--
  while ((root + 1) * (root + 1) <= value) root++
  return root
}
