// Waits of tests are bounds for what hangs, like those of whole tests: a second, as vitest has it, is over at once on a busy
// machine.

import { vi } from 'vitest'

const patienceMs = 60_000
const plain = vi.waitFor

if (plain.name !== 'patient') {
  vi.waitFor = function patient(callback, options = {}) {
    return plain(callback, typeof options === 'number' ? options : { timeout: patienceMs, ...options })
  }
}
