// What people may do in a session. A role comes with the token by which somebody comes in, and may be changed by who stands above.

/** From the one who owns the session down to those who only watch. */
export const roles = ['host', 'co-host', 'painter', 'viewer'] as const
export type Role = (typeof roles)[number]

/** What an invite can make of somebody. */
export const invitedRoles = ['co-host', 'painter', 'viewer'] as const
export type InvitedRole = (typeof invitedRoles)[number]

/** Whether somebody in this role may change the picture, as far as the role goes. */
export function mayPaint(role: Role): boolean {
  return role !== 'viewer'
}

/** Whether somebody in this role keeps order. */
export function mayModerate(role: Role): boolean {
  return role === 'host' || role === 'co-host'
}

/** Whether one in the role `by` may change what one in the role `of` may do, or send them away. */
export function standsAbove(by: Role, of: Role): boolean {
  return by === 'host' ? of !== 'host' : by === 'co-host' && !mayModerate(of)
}
