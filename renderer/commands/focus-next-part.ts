/** The window's parts in the order in which F6 visits them: landmarks and toolbars that are on the screen. */
const partSelector = '[data-part]'

const focusable =
  'button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea, a[href], [tabindex]:not([tabindex="-1"])'

/** Gives the keyboard to the next (1) or previous (-1) part of the window: to its first control, or to the canvas itself. */
export function focusNextPart(direction: 1 | -1): void {
  const parts = [...document.querySelectorAll<HTMLElement>(partSelector)].filter(
    (part) => part.getClientRects().length > 0,
  )
  if (parts.length === 0) return
  const now = parts.findIndex((part) => part.contains(document.activeElement))
  const start = now < 0 ? (direction > 0 ? -1 : 0) : now
  for (let step = 1; step <= parts.length; step += 1) {
    const part = parts[(start + direction * step + parts.length * 2) % parts.length]!
    const target = part.matches(focusable) ? part : part.querySelector<HTMLElement>(focusable)
    if (target === null) continue
    target.focus()
    return
  }
}
