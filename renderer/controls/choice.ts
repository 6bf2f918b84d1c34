/** One of a few named values: what every control for that is given. */
export interface Choice<T extends string> {
  readonly label: string
  readonly value: T
  readonly options: readonly T[]
  readonly words: Readonly<Record<T, string>>
  readonly onValue: (value: T) => void
  readonly hint?: string
}
