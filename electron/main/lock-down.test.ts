import { beforeEach, describe, expect, it, vi } from 'vitest'
import { appOrigin } from '../../sync-core/node/page-policy.ts'
import { lockDown } from './lock-down.ts'

type Handler = (...words: never[]) => unknown

const seen = vi.hoisted(() => ({ handlers: new Map<string, Handler>() }))
vi.mock('electron', () => {
  const keep =
    (name: string) =>
    (handler: Handler): void =>
      void seen.handlers.set(name, handler)
  const on = (name: string, handler: Handler): void => void seen.handlers.set(name, handler)
  return {
    app: { on, commandLine: {} },
    protocol: {},
    session: {
      defaultSession: {
        on,
        setPermissionRequestHandler: keep('request'),
        setPermissionCheckHandler: keep('check'),
        setDevicePermissionHandler: keep('device'),
      },
    },
  }
})

/** Calls what Gesso set for a name. */
function call(name: string, ...words: unknown[]): unknown {
  const handler = seen.handlers.get(name)
  if (handler === undefined) throw new Error(`nothing is set for ${name}`)
  return handler(...(words as never[]))
}

const page = `${appOrigin}/index.html`
const blob = `blob:${appOrigin}/5b0c1a`

function contentsAt(url: string): { isDestroyed: () => boolean; getURL: () => string } {
  return { isDestroyed: () => false, getURL: () => url }
}

function isSaved(chain: readonly string[], contents: unknown = contentsAt(page)): boolean {
  const preventDefault = vi.fn()
  call('will-download', { preventDefault }, { getURLChain: () => chain }, contents)
  return preventDefault.mock.calls.length === 0
}

beforeEach(() => {
  seen.handlers.clear()
  lockDown()
})

describe('what a page may not do', () => {
  it('[FI50] it saves what it made itself', () => {
    expect(isSaved([blob])).toBe(true)
  })

  it.each([
    ['a file of the internet', ['https://example.org/a.exe']],
    ['a file of the bundle', [page]],
    ['a file of the computer', ['file:///etc/passwd']],
    ['bytes in an address', ['data:application/octet-stream;base64,AAAA']],
    ['a blob of another page', ['blob:https://example.org/5b0c1a']],
    ['a blob of a page that is called alike', [`blob:${appOrigin}.example.org/5b0c1a`]],
    ['a blob of nobody', ['blob:null/5b0c1a']],
    ['a blob within a blob', [`blob:blob:${appOrigin}/5b0c1a`]],
    ['what others lead to', ['https://example.org/a', blob]],
    ['what leads to others', [blob, 'https://example.org/a']],
    ['what comes from nowhere', []],
  ])('[FI50] it does not save %s', (_name, chain) => {
    expect(isSaved(chain)).toBe(false)
  })

  it('[FI50] another page, none, or one that is gone saves nothing', () => {
    expect(isSaved([blob], contentsAt('https://example.org/'))).toBe(false)
    expect(isSaved([blob], contentsAt(`${appOrigin}.example.org/`))).toBe(false)
    expect(isSaved([blob], contentsAt(''))).toBe(false)
    expect(isSaved([blob], null)).toBe(false)
    expect(isSaved([blob], { ...contentsAt(page), isDestroyed: () => true })).toBe(false)
  })

  it('[FI50] it gets no permission but to reach a host, and no device', () => {
    const asked = (permission: string, url: string): unknown => {
      const answer = vi.fn()
      call('request', contentsAt(url), permission, answer)
      return answer.mock.calls
    }
    expect(asked('local-network-access', page)).toEqual([[true]])
    expect(asked('local-network-access', 'https://example.org/')).toEqual([[false]])
    for (const permission of ['media', 'openExternal', 'fileSystem', 'clipboard-read', 'unknown', '']) {
      expect([permission, asked(permission, page)]).toEqual([permission, [[false]]])
      expect([permission, call('check', null, permission, appOrigin)]).toEqual([permission, false])
    }
    expect(call('check', null, 'local-network-access', 'null')).toBe(false)
    expect(call('device', {})).toBe(false)
  })
})
