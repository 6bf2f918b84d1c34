/** A turn goes in steps of 15° while Ctrl is held. */
const turnSteps = 24

/** The nearest step, in turns. */
export function steppedTurn(turn: number): number {
  return Math.round(turn * turnSteps) / turnSteps
}
