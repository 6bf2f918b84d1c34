import type { HostLogEntry } from '../../electron/ipc/contract.ts'
import { parseInvite } from '../../sync-core/index.ts'
import type { RunningSession } from './running-session.ts'
import { keyToHex } from './participant-key.ts'
import type { AppParts } from './app-parts.ts'
import { diagnosticsText } from './diagnostics.ts'
import { readWindowFacts } from './window-facts.ts'

/** What somebody sends who asks for help, from this window as it is now. */
export async function collectDiagnostics(
  { appStore, logStore, preferencesStore }: AppParts,
  session: RunningSession | undefined,
  hostLog: readonly HostLogEntry[],
): Promise<string> {
  const facts = await readWindowFacts()
  const { theme, language, keys } = preferencesStore.getState()
  const snapshot = session?.bridge.store.getState()
  const { width, height } = window.screen
  return diagnosticsText({
    nowMs: Date.now(),
    about: [
      ['Gesso', facts.version ?? 'page of the host'],
      [
        'Runs on',
        facts.electron === undefined ? facts.browser : `Electron ${facts.electron}, Chromium ${facts.chrome}`,
      ],
      ['System', facts.system ?? navigator.platform],
      [
        'Window',
        `${window.innerWidth} x ${window.innerHeight} of ${width} x ${height} px at ${window.devicePixelRatio}`,
      ],
      [
        'Preferences',
        `theme ${theme}, language ${language}, own keys for ${Object.keys(keys).length} commands`,
      ],
      ['Latency', snapshot?.latencyMs === undefined ? 'not known' : `${snapshot.latencyMs} ms`],
    ],
    session: snapshot?.state,
    log: logStore.getState().entries,
    hostLog,
    known: { secrets: secretsOf(session), names: [appStore.getState().person.name, ...namesOf(session)] },
  })
}

function secretsOf(session: RunningSession | undefined): readonly string[] {
  if (session === undefined) return []
  const { now } = session.joinable.getState()
  if (now === undefined) return []
  const { invite, participantKey } = now.start
  const made = session.invites.getState().invites.flatMap(({ links }) => links)
  const invites = [invite, ...(now.hosted === undefined ? [] : [now.hosted.ownInvite]), ...made]
  return [keyToHex(participantKey), ...invites, ...invites.map((link) => parseInvite(link).token)]
}

function namesOf(session: RunningSession | undefined): readonly string[] {
  if (session === undefined) return []
  const { roster, picture, layers } = session.bridge.store.getState().state
  const titles = [picture?.title, session.own?.title].filter((title) => title !== undefined)
  return [...roster.map(({ name }) => name), ...titles, ...layers.map(({ name }) => name)]
}
