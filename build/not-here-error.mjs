import { SetupError } from './run-command.mjs'

/** This machine can't run the real server, for a reason that is no mistake of ours; said in a sentence. */
export class NotHereError extends SetupError {}
