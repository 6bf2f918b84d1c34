import { gessoApi } from './gesso-api.ts'
import { isFailure } from './is-failure.ts'

/** On what this window runs. */
export interface WindowFacts {
  /** Undefined in a browser: it has the page of the host's Gesso. */
  readonly version: string | undefined
  readonly electron: string | undefined
  readonly chrome: string | undefined
  readonly system: string | undefined
  readonly browser: string
}

export async function readWindowFacts(): Promise<WindowFacts> {
  const answer = await gessoApi?.appFacts()
  const facts = answer === undefined || isFailure(answer) ? undefined : answer
  return {
    version: facts?.version,
    electron: facts?.electron,
    chrome: facts?.chrome,
    system: facts?.system,
    browser: browserName(navigator.userAgent),
  }
}

/** The newest name in a browser's own list of them: `Chrome 114`, `Firefox 128`. */
export function browserName(userAgent: string): string {
  for (const [shape, name] of [
    [/Edg\/(\d+)/, 'Edge'],
    [/Firefox\/(\d+)/, 'Firefox'],
    [/(?:Chrome|CriOS)\/(\d+)/, 'Chrome'],
    [/Version\/(\d+).*Safari/, 'Safari'],
  ] as const) {
    const version = shape.exec(userAgent)?.[1]
    if (version !== undefined) return `${name} ${version}`
  }
  return userAgent.slice(0, 80)
}
