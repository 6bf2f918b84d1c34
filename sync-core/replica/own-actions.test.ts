import { describe, expect, it } from 'vitest'
import { firstLayer } from '../raster/structure.ts'
import { lineSamples, penBrush, startJoined } from '../testing/scripted-client.ts'

type Client = ReturnType<typeof startJoined>['client']

function fade(client: Client, opacities: readonly number[]): void {
  opacities.forEach((value, at) => {
    client.changeLayers(
      { kind: 'layer-set', id: firstLayer, field: { kind: 'opacity', value } },
      at === 0 ? 'first' : 'later',
    )
  })
}

describe('own actions', () => {
  const opacityOf = (client: Client): number | undefined => client.state().layers[0]?.opacity

  it('[RP30] undoes and redoes the steps of one movement of the hand together', () => {
    const { host, client } = startJoined()
    fade(client, [200, 150, 100])
    fade(client, [90, 80])
    expect(opacityOf(client)).toBe(80)
    client.undo()
    expect(opacityOf(client)).toBe(100)
    host.echo()
    client.undo()
    expect(opacityOf(client)).toBe(255)
    expect(client.state()).toMatchObject({ canUndo: false, canRedo: true })
    client.redo()
    expect(opacityOf(client)).toBe(100)
    host.echo()
    client.redo()
    client.redo()
    expect(opacityOf(client)).toBe(80)
    host.echo()
    expect(opacityOf(client)).toBe(80)
    expect(client.hash()).toBe(host.picture().hash())
  })

  it('[RP30] leaves alone what was done before the movement, and takes a later step without one for a first', () => {
    const { client } = startJoined()
    client.beginStroke(firstLayer, penBrush, lineSamples(10, 3))
    client.endStroke()
    fade(client, [200, 150])
    client.undo()
    expect(opacityOf(client)).toBe(255)
    expect(client.state()).toMatchObject({ canUndo: true, canRedo: true })
    client.undo()
    expect(client.state().canUndo).toBe(false)
    const other = startJoined().client
    other.changeLayers({ kind: 'layer-set', id: firstLayer, field: { kind: 'opacity', value: 7 } }, 'later')
    other.undo()
    expect(opacityOf(other)).toBe(255)
  })
})
