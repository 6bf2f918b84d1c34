import { expect, it } from 'vitest'
import type { OpenInvite } from '../../electron/ipc/contract.ts'
import { inviteNote } from './invite-note.ts'

const nowMs = new Date(2026, 10, 23, 14, 0).getTime()
const invite: OpenInvite = { id: 'a', role: 'painter', createdMs: nowMs, uses: 0, links: [] }

it('[RO7] an invite says what it is good for and how many came by it', () => {
  expect(inviteNote(invite, nowMs)).toBe('Paint · no end')
  expect(
    inviteNote({ ...invite, role: 'viewer', expiresMs: nowMs + 3_600_000, usesLeft: 1, uses: 4 }, nowMs),
  ).toBe('Watch · until 15:00 · for 1 more person · 4 came')
  expect(inviteNote({ ...invite, expiresMs: nowMs + 86_400_000 * 30, uses: 1 }, nowMs)).toBe(
    'Paint · until 23 Dec 2026 · 1 came',
  )
})
