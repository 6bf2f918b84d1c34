import { limits, withoutSecrets } from '../../sync-core/index.ts'
import type { HostLogEntry } from '../ipc/contract.ts'

/**
 * What the main process noted, the newest of it, for the window's log. Secrets and the person's home are taken out when something
 * is noted, so there is nothing to leak later.
 */
export class HostLog {
  private readonly nowMs: () => number
  private readonly homeDir: string
  private readonly kept: HostLogEntry[] = []

  constructor(options: { readonly nowMs: () => number; readonly homeDir: string }) {
    this.nowMs = options.nowMs
    this.homeDir = options.homeDir
  }

  note(level: HostLogEntry['level'], said: string): void {
    const cut = said.slice(0, limits.logSentenceCharactersMax)
    const homeless = this.homeDir.length > 1 ? cut.replaceAll(this.homeDir, '~') : cut
    const sentence = withoutSecrets(homeless)
    this.kept.push({ atMs: this.nowMs(), level, sentence })
    if (this.kept.length > limits.logEntriesMax) this.kept.shift()
  }

  entries(): readonly HostLogEntry[] {
    return [...this.kept]
  }
}
