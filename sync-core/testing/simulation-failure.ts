/** Something that must never happen did. `rule` is a stable short name, the message a sentence with the numbers. */
export class SimulationFailure extends Error {
  override readonly name = 'SimulationFailure'
  readonly rule: string
  constructor(rule: string, message: string) {
    super(message)
    this.rule = rule
  }
}
