import { ShapingProxy, type Shape } from '../../sync-core/testing/shaping-proxy.ts'

/** A network between somebody and the host of an invite for this computer; `invite` leads through it. */
export async function networkTo(
  invite: string,
  shape: Shape,
): Promise<{ readonly network: ShapingProxy; readonly invite: string }> {
  const network = await ShapingProxy.start(Number(new URL(invite).port), shape)
  return { network, invite: network.through(invite) }
}
