import { isIPv4, isIPv6 } from 'node:net'

// What Gesso's page may do and from where it may talk to a session; one text for the app's own window and for browsers.

/** The origin of the app's own window. Every installed copy has it, so a guest's Origin says "a Gesso" and not which one. */
export const appOrigin = 'gesso-app://app'

/**
 * Scripts, workers and styles only from the page's own place, sockets there and to this computer (where the app's window finds its
 * host or a tunnel to it), and nothing inline. Images are the page's own pixels. The kernel is WebAssembly, which needs a word of its own; it allows no
 * text to be run as a script.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self' ws://127.0.0.1:* ws://localhost:*",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * Whether a socket may be opened by who says `origin`. Browsers always say one, and a page of another place must not
 * reach into a session through its visitor's browser; a program that is no browser says none, and has to know the token
 * like everyone. `host` is the request's Host header: the address by which the guest page itself was loaded.
 */
export function isAllowedOrigin(
  origin: string | undefined,
  host: string | undefined,
  by: 'plain' | 'tls',
): boolean {
  if (origin === undefined || origin === appOrigin) return true
  return host !== undefined && origin === `${by === 'tls' ? 'https' : 'http'}://${host}`
}

/**
 * Whether a Host header means this computer: an address, or one of `names`. A page elsewhere may have its own name lead here
 * (DNS rebinding); then its origin would be the same as ours to a browser, but the name is still its own.
 */
export function isOwnHost(host: string | undefined, names: readonly string[]): host is string {
  const [, v6, name] = /^(?:\[([0-9a-f:.]{2,45})\]|([a-z0-9.-]{1,253}))(?::\d{1,5})?$/i.exec(host ?? '') ?? []
  if (v6 !== undefined) return isIPv6(v6)
  return name !== undefined && (isIPv4(name) || [...names, 'localhost'].includes(name.toLowerCase()))
}

/** Whether a connection comes from a program of this computer. */
export function isFromHere(address: string | undefined): boolean {
  return address !== undefined && /^(?:::ffff:)?127\.|^::1$/i.test(address)
}
