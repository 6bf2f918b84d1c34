import { app } from 'electron'
import { release } from 'node:os'
import type { AppFacts } from '../ipc/contract.ts'

export function appFacts(): AppFacts {
  const { electron, chrome, node } = process.versions
  return {
    version: app.getVersion(),
    electron,
    chrome,
    node,
    system: `${process.platform} ${release()} ${process.arch}`,
  }
}
