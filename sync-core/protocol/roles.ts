// What people may do in a session. A role comes with the token by which somebody comes in.

/** From the one who owns the session down to those who only watch. */
export const roles = ['host', 'co-host', 'painter', 'viewer'] as const
export type Role = (typeof roles)[number]

/** What an invite can make of somebody. */
export const invitedRoles = ['co-host', 'painter', 'viewer'] as const
export type InvitedRole = (typeof invitedRoles)[number]

/** Whether somebody in this role may change the picture. */
export function mayPaint(role: Role): boolean {
  return role !== 'viewer'
}
