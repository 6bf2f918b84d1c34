/** Texts by small numbers: two states of a store are the same when their numbers are. */
export class Interned {
  private readonly ids = new Map<string, number>()
  private readonly texts: string[] = []

  id(text: string): number {
    const known = this.ids.get(text)
    if (known !== undefined) return known
    this.ids.set(text, this.texts.length)
    this.texts.push(text)
    return this.texts.length - 1
  }

  text(id: number): string {
    return this.texts[id]!
  }

  get count(): number {
    return this.texts.length
  }
}
