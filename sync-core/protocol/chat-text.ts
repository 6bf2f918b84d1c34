import { assert } from '../base/assert.ts'
import { limits } from '../base/limits.ts'
import { type Schema, text } from '../base/schema.ts'
import { encodeUtf8 } from '../base/utf8.ts'

const bytes = text(limits.chatBytesMax)

/** The text of a line of the chat: one that `chatTextFault` finds no fault with. */
export const chatText: Schema<string> = {
  encode(writer, value) {
    const fault = chatTextFault(value)
    assert(fault === undefined, `a line of the chat is checked before it is sent: ${fault}`)
    bytes.encode(writer, value)
  },
  decode(reader) {
    const at = reader.offset
    const value = bytes.decode(reader)
    const fault = chatTextFault(value)
    if (fault !== undefined) throw reader.malformed(fault, at)
    return value
  },
  dump: (value) => bytes.dump(value),
}

/** What a person typed, as the chat has it: one line, without blanks around it. */
export function tidyChatText(typed: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
  const line = typed.replace(/\s*[\u0000-\u001f\u007f-\u009f\u2028\u2029]+\s*/g, ' ')
  // Half of a pair has no bytes of its own.
  return line.replace(/[\ud800-\udfff]/gu, '\ufffd').trim()
}

/** Why this can't be a line of the chat, or undefined. Control characters are the wire's to refuse. */
export function chatTextFault(value: string): string | undefined {
  if (value.trim() === '') return 'a line of the chat has nothing in it'
  const characters = Array.from(value).length
  if (characters > limits.chatCharactersMax) {
    return `a line of the chat has ${characters} characters, and at most ${limits.chatCharactersMax} are possible`
  }
  const length = encodeUtf8(value).length
  if (length <= limits.chatBytesMax) return undefined
  return `a line of the chat has ${length} bytes, and at most ${limits.chatBytesMax} are possible`
}
