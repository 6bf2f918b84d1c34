import { WebSocket } from 'ws'

/** Asks the page of a window started with `--remote-debugging-port`, and nothing else of the app. */
export class PageLine {
  private readonly socket: WebSocket
  private readonly waiting = new Map<number, (answer: Answer) => void>()
  private asked = 0

  private constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('message', (data) => {
      const answer = JSON.parse((data as Buffer).toString()) as Answer
      if (answer.id !== undefined) this.waiting.get(answer.id)?.(answer)
    })
  }

  /** The first page at the port, which may still be about to open. */
  static async open(port: number, withinMs: number): Promise<PageLine> {
    const untilMs = performance.now() + withinMs
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}/json/list`)
      const targets = (await answer.json()) as { type: string; url: string; webSocketDebuggerUrl: string }[]
      const page = targets.find(({ type, url }) => type === 'page' && url !== '' && url !== 'about:blank')
      if (page !== undefined) {
        const line = new PageLine(await connect(page.webSocketDebuggerUrl))
        // What is asked while one document gives way to the next gets no answer.
        while (!(await line.run(hasBody).catch(() => false)))
          await new Promise((resolve) => setTimeout(resolve, 10))
        return line
      }
      if (performance.now() > untilMs) throw new Error(`no page opened within ${withinMs} ms`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }

  /** Runs the function in the page, with values that JSON can carry. */
  async run<A extends readonly unknown[], T>(task: (...words: A) => T | Promise<T>, ...words: A): Promise<T> {
    const expression = `(${task.toString()})(...${JSON.stringify(words)})`
    const { result, error } = await this.ask('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })
    if (result?.result === undefined || result.exceptionDetails !== undefined)
      throw new Error(`the page could not answer: ${JSON.stringify(error ?? result)}`)
    return result.result.value as T
  }

  close(): void {
    this.socket.terminate()
  }

  private ask(method: string, params: object): Promise<Answer> {
    const id = ++this.asked
    this.socket.send(JSON.stringify({ id, method, params }))
    return new Promise((resolve) => this.waiting.set(id, resolve))
  }
}

interface Answer {
  readonly id?: number
  readonly error?: unknown
  readonly result?: { readonly result?: { readonly value?: unknown }; readonly exceptionDetails?: unknown }
}

function connect(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false })
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket))
    socket.once('error', reject)
  })
}

/** Runs in the page. */
function hasBody(): boolean {
  return location.href !== 'about:blank' && document.readyState !== 'loading'
}
