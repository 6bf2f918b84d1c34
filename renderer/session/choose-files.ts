export interface FileWish {
  /** Endings and types for the system's dialog. What a file is, is told by its bytes. */
  readonly accept: string
  readonly count: 'one' | 'several'
}

/** Lets the person choose files in the system's own dialog; nothing is called when they choose none. */
export function chooseFiles({ accept, count }: FileWish, onFiles: (files: readonly File[]) => void): void {
  const field = document.createElement('input')
  field.type = 'file'
  field.accept = accept
  field.multiple = count === 'several'
  field.hidden = true
  field.addEventListener('change', () => {
    field.remove()
    const files = [...(field.files ?? [])]
    if (files.length > 0) onFiles(files)
  })
  field.addEventListener('cancel', () => field.remove())
  // Outside the page nobody would hold it while the dialog is open: the browser collects it, and what was chosen is lost.
  document.body.append(field)
  field.click()
}
