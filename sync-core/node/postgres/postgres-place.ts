import { StorageError } from '../../base/errors.ts'

/**
 * The name of a database for sentences, `name at host:port`, out of its address; nothing secret. Throws StorageError('invalid') for
 * what is no address of a PostgreSQL, without repeating it.
 */
export function postgresPlace(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined || !/^postgres(?:ql)?:$/.test(url.protocol) || url.hostname === '') {
    throw new StorageError(
      'invalid',
      'The address of a PostgreSQL looks like postgres://user:password@host:5432/name, which this one does not. Special characters in the password are written with %.',
    )
  }
  return `${url.pathname.slice(1) || 'postgres'} at ${url.hostname}:${url.port || '5432'}`
}

/** The address, with how every transaction is isolated, beside what its own `options` say. */
export function withOneState(address: string): string {
  const url = new URL(address)
  const own = url.searchParams.get('options') ?? ''
  url.searchParams.set('options', `${own} -c default_transaction_isolation=repeatable\\ read`.trim())
  return url.href
}
