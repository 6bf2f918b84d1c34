/** Why something was not done, for the person who asked: one sentence with what was given and what would be right. */
export interface Refusal {
  readonly kind: 'refused'
  readonly reason: 'too-large' | 'impossible'
  readonly sentence: string
}

export function refuse(reason: Refusal['reason'], sentence: string): Refusal {
  return { kind: 'refused', reason, sentence }
}

export function isRefusal(value: object): value is Refusal {
  return 'kind' in value && value.kind === 'refused'
}
