const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The bytes of base64 that is ours and right; the core knows neither atob nor Buffer. */
export function decodeBase64(text: string): Uint8Array {
  const values = new Uint8Array(128)
  for (let i = 0; i < 64; i++) values[digits.charCodeAt(i)] = i
  const length = text.endsWith('==') ? text.length - 2 : text.endsWith('=') ? text.length - 1 : text.length
  const bytes = new Uint8Array((length * 3) >> 2)
  let gathered = 0
  for (let i = 0, at = 0; i < length; i++) {
    gathered = (gathered << 6) | values[text.charCodeAt(i)]!
    if (i % 4 > 0) bytes[at++] = gathered >> (6 - 2 * (i % 4))
  }
  return bytes
}
