/** The same port, but for these members. */
export function instead<Port extends object>(port: Port, members: Partial<Port>): Port {
  return new Proxy(port, {
    get: (target, name) => Reflect.get(name in members ? members : target, name) as unknown,
  })
}
