import type { CustomTypesConfig } from 'pg'
import { assert } from '../../base/assert.ts'
import { StorageError } from '../../base/errors.ts'
import type { SqlValue } from '../sysdb/sql-connection.ts'

const boolType = 16
const integerTypes: readonly number[] = [20, 21, 23, 26, 1700]
const floatTypes: readonly number[] = [700, 701]

/** Numbers are numbers, also those of 64 bits and sums; a truth is 1 or 0 as in SQLite; all else is text as the server writes it. */
export const plainTypes: CustomTypesConfig = {
  getTypeParser: (type: number) => {
    if (integerTypes.includes(type)) return toInteger
    if (floatTypes.includes(type)) return Number
    return type === boolType ? (text: string) => (text === 't' ? 1 : 0) : (text: string) => text
  },
}

function toInteger(text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value)) return value
  throw new StorageError(
    'corrupt',
    `The database has ${text.slice(0, 40)} where a number of at most 2^53 belongs.`,
  )
}

/** Throws StorageError('invalid') for a text that no database in UTF-8 can keep. */
export function checkValues(values: readonly SqlValue[]): void {
  for (const value of values) {
    if (typeof value === 'number') assert(Number.isFinite(value), 'numbers for the database are finite')
    if (typeof value === 'string' && (value.includes('\0') || /\p{Surrogate}/u.test(value))) {
      throw new StorageError(
        'invalid',
        `A database can't keep the text ${JSON.stringify(value.slice(0, 80))}: it has a character that is none.`,
      )
    }
  }
}
