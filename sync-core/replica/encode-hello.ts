import {
  encodeClientMessage,
  helloMagic,
  protocolVersion,
  type ClientMessageOf,
} from '../protocol/messages.ts'
import type { ClientOptions } from './client-options.ts'
import { viewIntoRange } from './into-range.ts'
import type { ViewRect } from './session-state.ts'

export function encodeHello(
  {
    token,
    participantKey,
    name,
    color,
    password,
  }: Pick<ClientOptions, 'token' | 'participantKey' | 'name' | 'color' | 'password'>,
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
    password,
  })
}
