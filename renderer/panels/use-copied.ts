import { useState } from 'react'
import { copyText } from '../session/copy-text.ts'

/** How long a button says that it copied. */
const copiedShownMs = 2500

/** Copies, and knows for a moment that it did; where there is no clipboard, `select` shows what to copy by hand. */
export function useCopied(select: () => void) {
  const [done, setDone] = useState<'copied' | 'selected'>()
  const copy = async (text: string): Promise<void> => {
    const isCopied = await copyText(text)
    if (!isCopied) select()
    setDone(isCopied ? 'copied' : 'selected')
    setTimeout(() => setDone(undefined), copiedShownMs)
  }
  return { done, copy }
}
