import { StorageError } from '../base/errors.ts'
import type { JournalStorage } from '../journal/journal-storage.ts'

/** What is to fail next, asked before each call takes effect; `part` bytes of a failing append stay. */
export interface JournalFault {
  readonly error: StorageError
  readonly part?: number
}

/** A journal's segments in memory, open to a test's eyes and faults. Opening it again finds what is there. */
export class MemoryJournalStorage implements JournalStorage {
  readonly files = new Map<number, Uint8Array>()
  readonly aside = new Map<string, Uint8Array>()
  readonly kept = new Map<string, Uint8Array>()
  /** Names of the calls so far. */
  readonly calls: string[] = []
  /** Answers a fault to make this call fail. */
  fault: (call: string, segment: number) => JournalFault | undefined = () => undefined
  /** Awaited by every fsync before it returns. */
  syncGate: Promise<void> = Promise.resolve()

  segments(): Promise<readonly number[]> {
    return this.call('segments', 0, () => [...this.files.keys()].sort((a, b) => a - b))
  }

  read(segment: number): Promise<Uint8Array> {
    return this.call('read', segment, () => this.bytesOf(segment))
  }

  create(segment: number): Promise<void> {
    return this.call('create', segment, () => {
      if (this.files.has(segment)) throw new StorageError('conflict', `segment ${segment} is there already`)
      this.files.set(segment, new Uint8Array(0))
    })
  }

  append(segment: number, position: number, bytes: Uint8Array): Promise<void> {
    const copy = bytes.slice()
    return this.call(
      'append',
      segment,
      () => this.write(segment, position, copy),
      (part) => this.write(segment, position, copy.subarray(0, part)),
    )
  }

  async sync(segment: number): Promise<void> {
    await this.call('sync', segment, () => undefined)
    await this.syncGate
  }

  truncate(segment: number, length: number): Promise<void> {
    return this.call(
      'truncate',
      segment,
      () => void this.files.set(segment, this.bytesOf(segment).slice(0, length)),
    )
  }

  remove(segment: number): Promise<void> {
    return this.call('remove', segment, () => void this.files.delete(segment))
  }

  setAside(segment: number, kept: Uint8Array): Promise<string> {
    return this.call('setAside', segment, () => {
      const name = `aside-${this.aside.size + 1}`
      this.aside.set(name, this.bytesOf(segment))
      this.files.set(segment, kept.slice())
      return name
    })
  }

  keepBranch(bytes: Uint8Array): Promise<string> {
    const copy = bytes.slice()
    return this.call('keepBranch', 0, () => {
      const last = [...this.kept.keys()].at(-1)?.slice('branch-'.length) ?? 0
      const name = `branch-${Number(last) + 1}`
      this.kept.set(name, copy)
      return name
    })
  }

  branches(): Promise<readonly string[]> {
    return this.call('branches', 0, () => [...this.kept.keys()])
  }

  readBranch(name: string): Promise<Uint8Array> {
    return this.call('readBranch', 0, () => {
      const bytes = this.kept.get(name)
      if (bytes === undefined) throw new StorageError('not-found', `there is no ${name}`)
      return bytes.slice()
    })
  }

  removeBranch(name: string): Promise<void> {
    return this.call('removeBranch', 0, () => void this.kept.delete(name))
  }

  onFailure(): void {
    // Nobody else's fsync can fail here.
  }

  close(): Promise<void> {
    return this.call('close', 0, () => undefined)
  }

  private bytesOf(segment: number): Uint8Array {
    const bytes = this.files.get(segment)
    if (bytes === undefined) throw new StorageError('not-found', `there is no segment ${segment}`)
    return bytes
  }

  private write(segment: number, position: number, bytes: Uint8Array): void {
    const before = this.bytesOf(segment)
    const after = new Uint8Array(Math.max(before.length, position + bytes.length))
    after.set(before)
    after.set(bytes, position)
    this.files.set(segment, after)
  }

  private async call<T>(
    name: string,
    segment: number,
    act: () => T,
    actPartly: (part: number) => void = () => undefined,
  ): Promise<T> {
    this.calls.push(`${name} ${segment}`)
    await Promise.resolve()
    const fault = this.fault(name, segment)
    if (fault === undefined) return act()
    actPartly(fault.part ?? 0)
    throw fault.error
  }
}
