// What this client has selected. It is used here at once, and the host is told of it only right before something is painted
// with it; a host that was told still may have to be told again, because it forgets what somebody selected who is away.
//
//   set ─▶ current ──first operation that is painted with it──▶ sent (named by the clientSeq of its last update)
//                                                                 │ in force: the timeline says that name
//                                                                 ╰ forgotten: it says another, or none
//
// What was sent is remembered for as long as own updates are kept that were painted with it.

import type { Limits } from '../base/limits.ts'
import { encodeCoverage } from '../raster/coverage-codec.ts'
import type { Operation, SelectionPart } from '../raster/operation.ts'
import type { Selection } from '../raster/selections.ts'
import type { OwnUpdate, Renaming } from './own-updates.ts'
import { packParts } from './pack-parts.ts'

type SelectOperation = Extract<Operation, { kind: 'select' }>

interface SentSelection {
  /** 0: the host lost it. */
  readonly name: number
  readonly mask: Selection
}

/** Operations that are to be put before the own update of that number. */
export interface SelectionRepair {
  readonly before: number
  readonly operations: readonly Operation[]
  /** What is selected from there on. */
  readonly mask: Selection
}

export class OwnSelection {
  private readonly limits: Limits
  private mask: Selection | undefined
  private encoded: readonly SelectOperation[] | undefined
  /** In order of their names. */
  private sent: SentSelection[] = []

  constructor(limits: Limits) {
    this.limits = limits
  }

  get current(): Selection | undefined {
    return this.mask
  }

  /** Coverage 0..255 by tile index, not changed afterwards; undefined, or nothing covered: nothing in particular is selected. */
  set(mask: Selection | undefined): void {
    this.encoded = undefined
    const isEmpty = mask === undefined || ![...mask.values()].some(isCovered)
    this.mask = isEmpty ? undefined : mask
  }

  /** How many bytes are too many to be sent, if they are. */
  get tooManyBytes(): number | undefined {
    if (this.mask === undefined) return undefined
    const bytes = bytesOf(this.operations(this.mask))
    return bytes > this.limits.selectionBytesMax ? bytes : undefined
  }

  /**
   * What is to be sent before something is painted with the current selection. `inForce` is what the timeline says, or
   * 'unknown' while it is on its way.
   */
  operationsBefore(confirmedNumber: number, inForce: number | undefined | 'unknown'): readonly Operation[] {
    if (this.mask === undefined) return []
    const newest = this.sent.at(-1)
    if (newest?.mask === this.mask) {
      const isThere = newest.name > confirmedNumber || newest.name === inForce || inForce === 'unknown'
      if (isThere && newest.name > 0) return []
    }
    return this.operations(this.mask)
  }

  /** The current selection was sent; own updates are kept from `firstKept` on. */
  noteSent(name: number, firstKept: number): void {
    if (this.mask === undefined) return
    const needed = this.countBefore(firstKept) - 1
    this.sent = [...this.sent.slice(Math.max(0, needed)), { name, mask: this.mask }]
  }

  /** What was selected when the own update of this number was made. */
  at(clientSeq: number): Selection | undefined {
    return this.sent[this.countBefore(clientSeq) - 1]?.mask
  }

  rename(renaming: Renaming): void {
    this.sent = this.sent.map(({ name, mask }) => ({ name: renaming(name) ?? 0, mask }))
  }

  /** Another window of the same participant was the last to say what is selected. */
  forgetSent(): void {
    this.sent = []
  }

  /**
   * After a while away the host may have forgotten what the updates under way are painted with, or have only the first part
   * of it. Says what it is to be told again.
   */
  repair(unconfirmed: readonly OwnUpdate[], inForce: number | undefined): SelectionRepair | undefined {
    for (const [place, { clientSeq, operation }] of unconfirmed.entries()) {
      if (operation.kind === 'select') {
        if (operation.stage === 'whole' || operation.stage === 'first') return undefined
        const rest = unconfirmed.slice(place).findIndex(({ operation: each }) => isLastOf(each)) + 1
        const mask = this.at(clientSeq + rest)
        if (mask === undefined) return undefined
        const operations = this.operations(mask)
        return { before: clientSeq, operations: operations.slice(0, operations.length - rest), mask }
      }
      if (!('selected' in operation) || !operation.selected) continue
      const needed = this.sent[this.countBefore(clientSeq) - 1]
      if (needed === undefined || needed.name === inForce) return undefined
      return { before: clientSeq, operations: this.operations(needed.mask), mask: needed.mask }
    }
    return undefined
  }

  /** The repair was made; everything from its place on has other numbers. */
  noteRepaired({ before, operations, mask }: SelectionRepair, renaming: Renaming): void {
    this.rename(renaming)
    if (!isLastOf(operations.at(-1)!)) return
    this.sent.splice(this.countBefore(before), 0, { name: before + operations.length - 1, mask })
  }

  /** How many of those sent were sent before the update of this number. */
  private countBefore(clientSeq: number): number {
    return this.sent.filter(({ name }) => name < clientSeq).length
  }

  private operations(mask: Selection): readonly SelectOperation[] {
    if (mask !== this.mask) return encodeSelection(mask, this.limits)
    this.encoded ??= encodeSelection(mask, this.limits)
    return this.encoded
  }
}

function encodeSelection(mask: Selection, limits: Limits): SelectOperation[] {
  const parts: SelectionPart[] = []
  for (const [index, coverage] of mask) {
    if (isCovered(coverage)) parts.push({ index, bytes: encodeCoverage(coverage) })
  }
  const operations = packParts(parts, limits)
  const last = operations.length - 1
  return operations.map((some, place) => {
    const edge = place === 0 ? 'first' : place === last ? 'last' : 'middle'
    return { kind: 'select', stage: last === 0 ? 'whole' : edge, parts: some }
  })
}

function bytesOf(operations: readonly SelectOperation[]): number {
  return operations.reduce(
    (sum, { parts }) => sum + 8 + parts.reduce((bytes, part) => bytes + part.bytes.length + 8, 0),
    0,
  )
}

function isLastOf(operation: Operation): boolean {
  return operation.kind === 'select' && (operation.stage === 'whole' || operation.stage === 'last')
}

function isCovered(coverage: Uint8Array): boolean {
  return coverage.some((value) => value > 0)
}
