/** Something is not as it should be. */
export class CrashFailure extends Error {
  override readonly name = 'CrashFailure'
}
