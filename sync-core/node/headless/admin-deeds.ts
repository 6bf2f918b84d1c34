import { StorageError } from '../../base/errors.ts'
import { limits } from '../../base/limits.ts'
import { isPictureId } from '../../base/picture-id.ts'
import { invitedRoles } from '../../protocol/roles.ts'
import type { Hosting } from '../hosting.ts'
import type { AdminDeeds } from './admin-server.ts'

/** What the admin page can ask for; every field of a form is hostile until it was checked. */
export function adminDeeds(hosting: Pick<Hosting, 'createPicture' | 'invitesOf'>): AdminDeeds {
  return {
    async createPicture(wish) {
      const title = field(wish, 'title').trim()
      const size = { width: whole(wish, 'width'), height: whole(wish, 'height') }
      const { id } = await hosting.createPicture({ title, size })
      await (await hosting.invitesOf(id)).make({ role: 'painter', days: limits.inviteDaysMax })
      return `“${title}” is there, with an invite for painters.`
    },
    async makeInvite(wish) {
      const role = invitedRoles.find((one) => one === wish.get('role'))
      if (role === undefined) throw wrong('role', wish, invitedRoles.join(', '))
      const days = optional(wish, 'days', { min: 1 / 24, max: 365 })
      const uses = optional(wish, 'uses', { min: 1, max: limits.inviteUsesMax })
      if (uses !== undefined && !Number.isInteger(uses)) throw wrong('uses', wish, 'a whole number')
      const invites = await hosting.invitesOf(pictureOf(wish))
      await invites.make({ role, ...(days !== undefined && { days }), ...(uses !== undefined && { uses }) })
      return 'The invite is made.'
    },
    async withdrawInvite(wish) {
      const id = field(wish, 'invite')
      if (!/^[0-9a-f]{16}$/.test(id)) throw wrong('invite', wish, 'the name of an invite')
      await (await hosting.invitesOf(pictureOf(wish))).withdraw(id)
      return 'The invite is withdrawn. Who is in stays in.'
    },
  }
}

function field(wish: URLSearchParams, name: string): string {
  return wish.get(name) ?? ''
}

function pictureOf(wish: URLSearchParams): string {
  const id = field(wish, 'picture')
  if (!isPictureId(id)) throw wrong('picture', wish, 'the name of a picture')
  return id
}

function whole(wish: URLSearchParams, name: string): number {
  const value = field(wish, name)
  if (!/^\d{1,6}$/.test(value)) throw wrong(name, wish, 'a whole number')
  return Number(value)
}

function optional(
  wish: URLSearchParams,
  name: string,
  { min, max }: { min: number; max: number },
): number | undefined {
  const text = field(wish, name)
  if (text === '') return undefined
  const value = Number(text)
  if (!(value >= min && value <= max))
    throw wrong(name, wish, `${Number(min.toFixed(2))} to ${max}, or nothing`)
  return value
}

function wrong(name: string, wish: URLSearchParams, right: string): StorageError {
  return new StorageError('invalid', `“${name}” is “${field(wish, name).slice(0, 60)}”, but it is ${right}.`)
}
