import { limits } from '../base/limits.ts'
import {
  encodeClientMessage,
  helloMagic,
  protocolVersion,
  type ClientMessageOf,
} from '../protocol/messages.ts'
import type { ClientOptions, ViewRect } from './client-options.ts'
import { intoRange } from './into-range.ts'

export function encodeHello(
  { token, participantKey, name, color }: Pick<ClientOptions, 'token' | 'participantKey' | 'name' | 'color'>,
  resume?: ClientMessageOf<'hello'>['resume'],
  view?: ViewRect,
): Uint8Array {
  return encodeClientMessage({
    kind: 'hello',
    magic: helloMagic,
    ...protocolVersion,
    token,
    participantKey,
    name,
    color,
    resume,
    view: view && viewIntoRange(view),
  })
}

function viewIntoRange(view: ViewRect): ViewRect {
  const side = (value: number): number => intoRange(value, 0, limits.pictureSidePxMax)
  return { x: side(view.x), y: side(view.y), width: side(view.width), height: side(view.height) }
}
