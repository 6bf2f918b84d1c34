export interface PortCall {
  readonly name: string
  readonly asked: readonly unknown[]
  /** Makes the call, with these words where others are given. */
  readonly act: (words?: readonly unknown[]) => Promise<unknown>
}

/** The port as somebody has it whose every call goes through `through`. */
export function everyCall<Port extends object>(
  port: Port,
  through: (call: PortCall) => Promise<unknown>,
): Port {
  return new Proxy(port, {
    get: (_, name) => {
      const method: unknown = Reflect.get(port, name)
      if (typeof method !== 'function') return method
      return (...asked: unknown[]) => {
        const act: PortCall['act'] = (words = asked) => Reflect.apply(method, port, words) as Promise<unknown>
        return through({ name: String(name), asked, act })
      }
    },
  })
}
