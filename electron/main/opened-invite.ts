// `gesso://…` links that the system hands over: of a browser, a message, anything. They come as words of a command line, of this
// start or of another one that found Gesso running; on macOS as an event. What is in them is for the window to read and to refuse.

import { app } from 'electron'

const scheme = 'gesso'
/** An invite with all its places is shorter. */
const charactersMax = 2500

export class OpenedInvite {
  private link: string | undefined
  private tell: () => void = () => undefined

  constructor() {
    this.offer(process.argv)
    app.on('open-url', (event, url) => {
      event.preventDefault()
      this.offer([url])
    })
    // A copy that was not installed must not take the links of the one that was.
    if (app.isPackaged) app.setAsDefaultProtocolClient(scheme)
  }

  /** The newest link among the words, if there is one. */
  offer(words: readonly string[]): void {
    const found = words.filter((word) => word.startsWith(`${scheme}://`)).at(-1)
    if (found === undefined) return
    this.link = found.slice(0, charactersMax)
    this.tell()
  }

  /** Calls back at each new link. */
  onOffer(listener: () => void): void {
    this.tell = listener
  }

  /** Each is given once. */
  take(): string | undefined {
    const { link } = this
    this.link = undefined
    return link
  }
}
