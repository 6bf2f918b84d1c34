import { ProtocolError } from '../base/errors.ts'

/** The sentence with which `run` is refused as malformed, or 'not refused'; any other error goes on. */
export function refusalOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof ProtocolError && error.code === 'malformed') return error.message
    throw error
  }
  return 'not refused'
}
