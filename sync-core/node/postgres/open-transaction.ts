import { assert } from '../../base/assert.ts'
import { AssertionError } from '../../base/errors.ts'
import type { SqlConnection, SqlRow, SqlValue } from '../sysdb/sql-connection.ts'

/** What the inside of a transaction works with, until it ends. */
export class OpenTransaction implements SqlConnection {
  private isOver = false
  private readonly ask: SqlConnection['all']
  private readonly told: (error: unknown) => unknown

  constructor(ask: SqlConnection['all'], told: (error: unknown) => unknown) {
    this.ask = ask
    this.told = told
  }

  async all(sql: string, values: readonly SqlValue[]): Promise<readonly SqlRow[]> {
    assert(!this.isOver, 'a transaction is not used after its end')
    try {
      return await this.ask(sql, values)
    } catch (error) {
      throw this.told(error)
    }
  }

  transaction<T>(run: (connection: SqlConnection) => Promise<T>): Promise<T> {
    return run(this)
  }

  close(): Promise<void> {
    throw new AssertionError('a transaction does not close its connection')
  }

  end(): void {
    this.isOver = true
  }
}
