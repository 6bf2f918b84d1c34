import { afterAll, it } from 'vitest'

/** Tests on a real server, and stops it after them. Where it can't run, a test that is skipped says why: `words` is its name. */
export function testWhereItRuns<Server extends { stop(): Promise<void> }>(
  server: Server | { readonly reason: string },
  words: string,
  test: (server: Server) => void,
): void {
  if ('reason' in server) {
    const { reason } = server
    console.warn(`Skipped: ${words}. ${reason}`)
    it(words, ({ skip }) => skip(reason))
  } else {
    afterAll(() => server.stop())
    test(server)
  }
}
