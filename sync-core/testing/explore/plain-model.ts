import { answerText, fromText, toText } from './plain-text.ts'
import type { CalledStore, StoreModel } from './stores.ts'

type Calls<State> = Readonly<Record<string, (state: State, ...args: never[]) => readonly [State, unknown]>>

/** A store whose calls are functions of its state. */
export class PlainModel<State> implements StoreModel<State> {
  private readonly first: State
  private readonly calls: Calls<State>

  constructor(first: State, calls: Calls<State>) {
    this.first = first
    this.calls = calls
  }

  async start(): Promise<string> {
    return toText(this.first)
  }

  async call(text: string, method: string, args: readonly unknown[]): Promise<CalledStore> {
    let state = fromText(text) as State
    const answer = await answerText(async () => {
      const [next, value] = this.calls[method]!(state, ...(args as never[]))
      state = next
      return value
    })
    return { state: toText(state), answer }
  }

  async view(text: string): Promise<State> {
    return fromText(text) as State
  }
}
