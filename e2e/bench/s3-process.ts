// A light S3 server in a process of its own, so that its work is nobody else's.

import type { S3Settings } from '../../sync-core/node/s3/s3-settings.ts'
import { S3Light } from '../../sync-core/testing/s3-light/s3-light.ts'
import { serveCommands } from './command-channel.ts'

const commands = { open }
export type S3Commands = typeof commands

/** Returns the settings that reach it. */
async function open(): Promise<S3Settings> {
  return (await S3Light.start()).settings
}

serveCommands(commands)
