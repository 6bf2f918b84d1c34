import { fixed, struct, uint } from '../base/schema.ts'
import { tileNameBytes } from './content-name.ts'
import { epochMax, objectName, objectNumberMax, objectNumberOf } from './picture-keys.ts'
import type { ObjectNumber } from './picture-keys.ts'
import { pictureLimits } from './picture-limits.ts'

/** Where a tile, a page or a root lies, and what its bytes are called. */
export interface StoredPlace {
  /** The pack's name. */
  readonly pack: string
  readonly offset: number
  readonly length: number
  /** See nameTile. */
  readonly name: Uint8Array
}

export const objectNumberSchema = struct({ epoch: uint(epochMax), number: uint(objectNumberMax) })

/** The fields of a place whose pack stands in a list beside it. */
export const placeFields = {
  pack: uint(pictureLimits.packsMax),
  offset: uint(pictureLimits.packBytesMax),
  length: uint(pictureLimits.packBytesMax),
  name: fixed(tileNameBytes),
} as const

/** Gathers the packs of places for the list that stands beside them. */
export class PackList {
  readonly names: ObjectNumber[] = []
  private readonly numbers = new Map<string, number>()

  /** The place as its schema has it. */
  number({ pack, ...place }: StoredPlace): Omit<StoredPlace, 'pack'> & { readonly pack: number } {
    let number = this.numbers.get(pack)
    if (number === undefined) {
      number = this.names.push(objectNumberOf(pack)!) - 1
      this.numbers.set(pack, number)
    }
    return { ...place, pack: number }
  }
}

/** A place as it was read, if it is inside of a pack that is known; `packs` are the names of the list beside it. */
export function placeIn(
  lengths: ReadonlyMap<string, number>,
  packs: readonly string[],
  { pack, offset, length, name }: Omit<StoredPlace, 'pack'> & { readonly pack: number },
): StoredPlace | undefined {
  const home = packs[pack]
  const packLength = home === undefined ? undefined : lengths.get(home)
  if (home === undefined || packLength === undefined) return undefined
  return length < 1 || offset + length > packLength ? undefined : { pack: home, offset, length, name }
}

export function namesOf(numbers: readonly ObjectNumber[]): string[] {
  return numbers.map(objectName)
}
