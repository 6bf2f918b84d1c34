import { StorageError } from '../../base/errors.ts'
import { absentTag } from '../../pictures/object-store.ts'
import type { ListedObject, ObjectStore, ReleaseHold, TaggedObject } from '../../pictures/object-store.ts'

/**
 * Objects that can be written down as text and made again. A tag stands for the content alone, as in S3: an object that was changed
 * and changed back has the same one.
 */
export class TextStore implements ObjectStore {
  readonly place = 'bucket'
  private readonly objects: Map<string, string>

  constructor(text: string) {
    this.objects = new Map(Object.entries(JSON.parse(text) as Record<string, string>))
  }

  text(): string {
    return JSON.stringify(Object.fromEntries([...this.objects].sort(([a], [b]) => (a < b ? -1 : 1))))
  }

  async get(key: string, bytesMax: number): Promise<Uint8Array | undefined> {
    return (await this.getTagged(key, bytesMax))?.bytes
  }

  async getTagged(key: string, _bytesMax: number): Promise<TaggedObject | undefined> {
    const found = this.objects.get(key)
    return found === undefined ? undefined : { bytes: bytesOf(found), etag: tagOf(found) }
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    this.objects.set(key, String.fromCharCode(...bytes))
  }

  async compareAndSwap(key: string, bytes: Uint8Array, etag: string): Promise<string> {
    const found = this.objects.get(key)
    if ((found === undefined ? absentTag : tagOf(found)) !== etag) {
      throw new StorageError('conflict', `${key} was changed by somebody else.`, true)
    }
    await this.put(key, bytes)
    return tagOf(this.objects.get(key)!)
  }

  async remove(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.objects.delete(key)
  }

  async list(folder: string): Promise<readonly string[]> {
    const prefix = folder === '' ? '' : `${folder}/`
    const below = [...this.objects.keys()].filter((key) => key.startsWith(prefix))
    return [...new Set(below.map((key) => key.slice(prefix.length).split('/')[0]!))].sort()
  }

  async listObjects(folder: string): Promise<readonly ListedObject[]> {
    const names = await this.list(folder)
    return names
      .filter((name) => this.objects.has(`${folder}/${name}`))
      .map((name) => ({ name, bytes: this.objects.get(`${folder}/${name}`)!.length, modifiedMs: 0 }))
  }

  async hold(_name: string): Promise<ReleaseHold> {
    return () => Promise.resolve()
  }
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0))
}

/** Not CRC-32: it is the same for all sealed objects of one size, since they end with theirs. */
function tagOf(text: string): string {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return `${hash >>> 0}-${text.length}`
}
