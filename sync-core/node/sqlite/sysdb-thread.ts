// The worker thread's entry: one SQLite file. Its calls are synchronous and end with an fsync, which may take seconds on a busy
// disk; here nobody waits for it but who asked.

import { parentPort } from 'node:worker_threads'
import { assert } from '../../base/assert.ts'
import { StorageError } from '../../base/errors.ts'
import { SqliteFile } from './sqlite-file.ts'
import { damageOf, sqliteError } from './sqlite-error.ts'
import type { SqliteAnswer, SqliteRefusal, SqliteReply, SqliteRequest } from './sqlite-messages.ts'

const port = parentPort
assert(port !== null, 'this file runs as a worker thread')

let opened: SqliteFile | undefined
let file = ''

function answer(request: SqliteRequest): SqliteAnswer {
  switch (request.verb) {
    case 'open': {
      file = request.file
      const result = SqliteFile.open(file, request.putAside)
      opened = result.opened
      return { rows: [], setAside: result.setAside }
    }
    case 'all':
      assert(opened !== undefined, 'a file is opened first')
      return { rows: opened.all(request.sql, request.values) }
    case 'close':
      opened?.close()
      opened = undefined
      return { rows: [] }
  }
}

function refusalOf(thrown: unknown): SqliteRefusal {
  const error = sqliteError(thrown, file)
  return {
    message: error instanceof Error ? error.message : String(error),
    storage: error instanceof StorageError ? { code: error.code, retryable: error.retryable } : undefined,
    damage: damageOf(thrown),
  }
}

function handle(request: SqliteRequest): SqliteReply {
  const { id } = request
  try {
    return { kind: 'answer', id, answer: answer(request) }
  } catch (thrown) {
    return { kind: 'error', id, refusal: refusalOf(thrown) }
  }
}

port.on('message', (request: SqliteRequest) => port.postMessage(handle(request)))
