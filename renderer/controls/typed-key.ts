/** The parts of a keydown in a field that decide; a KeyboardEvent fits. */
interface FieldPress {
  readonly key: string
  readonly isComposing: boolean
  readonly keyCode: number
}

/** Safari ends a composition before it tells of the key that ended it, and only this number says whose key it was. */
const inputMethodKeyCode = 229

/** What a key that was pressed in a field means to the field; nothing while an input method composes, whose key it is then. */
export function typedKey({ key, isComposing, keyCode }: FieldPress): string | undefined {
  return isComposing || keyCode === inputMethodKeyCode ? undefined : key
}
