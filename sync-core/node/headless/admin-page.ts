// The admin page of a headless host: pictures, who is there, invites. Plain HTML with forms, so it works everywhere and needs no script.

import { invitedRoles } from '../../protocol/roles.ts'
import type { OpenInvite } from '../session-invites.ts'

export interface AdminPicture {
  readonly id: string
  readonly title: string
  readonly width: number
  readonly height: number
  /** Only while it is open. */
  readonly session?: {
    readonly people: number
    readonly seq: number
    readonly durableSeq: number
    readonly savedSeq: number
    readonly trouble: string
  }
  readonly invites: readonly OpenInvite[]
}

export interface AdminView {
  readonly pictures: readonly AdminPicture[]
  readonly bytesIn: number
  readonly bytesOut: number
  readonly connections: number
  readonly memoryBytes: number
  /** What became of the last wish. */
  readonly said?: string
}

export const adminStyle = `:root{color-scheme:dark light;font:14px/1.5 system-ui,sans-serif}
body{margin:0 auto;max-width:72rem;padding:1.5rem;background:#191919;color:#ddd}
h1,h2{font-size:1.1rem;margin:0}section{border-top:1px solid #3a3a3a;padding:1rem 0}
dl{display:flex;gap:1.5rem;margin:.5rem 0;flex-wrap:wrap}dt{color:#9a9a9a}dd{margin:0}
table{border-collapse:collapse;width:100%}td{padding:.25rem .75rem .25rem 0;vertical-align:top}
form{display:inline-flex;gap:.5rem;flex-wrap:wrap;align-items:end;margin:.25rem 0}
label{display:grid;gap:.15rem;color:#9a9a9a}input,select,button{font:inherit;padding:.25rem .5rem;background:#262626;color:#ddd;border:1px solid #4a4a4a;border-radius:4px}
code{font-size:12px;word-break:break-all;user-select:all}.trouble{color:#e0a050}.said{background:#26323f;padding:.5rem .75rem;border-radius:4px}`

export function adminPage({ pictures, said, ...host }: AdminView): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Gesso host</title><link rel="stylesheet" href="/admin.css">
<meta name="viewport" content="width=device-width"></head><body><h1>Gesso host</h1>
${said === undefined ? '' : `<p class="said" role="status">${escape(said)}</p>`}
${facts({
  'Pictures open': String(pictures.filter(({ session }) => session !== undefined).length),
  People: String(pictures.reduce((sum, { session }) => sum + (session?.people ?? 0), 0)),
  Connections: String(host.connections),
  Received: bytes(host.bytesIn),
  Sent: bytes(host.bytesOut),
  Memory: bytes(host.memoryBytes),
})}
<section><h2>New picture</h2>${form('/admin/pictures', 'Create', {
    Title: '<input name="title" required maxlength="100">',
    Width: '<input name="width" type="number" value="2048" min="16" max="16384">',
    Height: '<input name="height" type="number" value="1536" min="16" max="16384">',
  })}</section>
${pictures.map(pictureSection).join('\n')}</body></html>`
}

function pictureSection({ id, title, width, height, session, invites }: AdminPicture): string {
  return `<section><h2>${escape(title)}</h2>${facts({
    Size: `${width} × ${height}`,
    ...(session === undefined
      ? { State: 'closed; opened by the first guest' }
      : {
          People: String(session.people),
          Updates: String(session.seq),
          'Not on the disk yet': String(session.seq - session.durableSeq),
          'Not saved yet': String(session.seq - session.savedSeq),
        }),
  })}${session?.trouble ? `<p class="trouble">${escape(session.trouble)}</p>` : ''}
<table>${invites.map((invite) => inviteRow(id, invite)).join('')}</table>${form(
    '/admin/invites',
    'Make an invite',
    {
      Role: `<input type="hidden" name="picture" value="${escape(id)}"><select name="role">${[...invitedRoles]
        .sort((a, b) => Number(b === 'painter') - Number(a === 'painter'))
        .map((role) => `<option>${role}</option>`)
        .join('')}</select>`,
      Days: '<input name="days" type="number" min="0.1" max="365" step="any" placeholder="no end">',
      People: '<input name="uses" type="number" min="1" placeholder="any">',
    },
  )}</section>`
}

function inviteRow(picture: string, { id, role, expiresMs, usesLeft, uses, links }: OpenInvite): string {
  const terms = [
    role,
    expiresMs === undefined
      ? 'no end'
      : `until ${new Date(expiresMs).toISOString().slice(0, 16).replace('T', ' ')}`,
    usesLeft === undefined ? '' : `for ${usesLeft} more`,
    `${uses} came`,
  ].filter((word) => word !== '')
  return `<tr><td>${terms.join(' · ')}</td><td><code>${escape(links[0] ?? '')}</code></td><td>${form(
    '/admin/withdraw',
    'Withdraw',
    {
      '': `<input type="hidden" name="picture" value="${escape(picture)}"><input type="hidden" name="invite" value="${escape(id)}">`,
    },
  )}</td></tr>`
}

function facts(named: Readonly<Record<string, string>>): string {
  const each = Object.entries(named).map(
    ([name, value]) => `<div><dt>${name}</dt><dd>${escape(value)}</dd></div>`,
  )
  return `<dl>${each.join('')}</dl>`
}

function form(action: string, button: string, fields: Readonly<Record<string, string>>): string {
  const each = Object.entries(fields).map(([name, field]) =>
    name === '' ? field : `<label>${name}${field}</label>`,
  )
  return `<form method="post" action="${action}">${each.join('')}<button>${button}</button></form>`
}

function bytes(count: number): string {
  return count < 1e6 ? `${(count / 1e3).toFixed(1)} KB` : `${(count / 1e6).toFixed(1)} MB`
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
