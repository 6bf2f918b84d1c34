import { execFileSync, spawnSync } from 'node:child_process'
import { chownSync, copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { startRealPostgres } from '../../testing/real-postgres.ts'
import type { RealPostgres } from '../../testing/real-postgres.ts'
import { testWhereItRuns } from '../../testing/test-where-it-runs.ts'
import { PostgresConnection } from './postgres-connection.ts'

const canCertify = spawnSync('openssl', ['version']).status === 0
const real = canCertify ? await startRealPostgres() : { reason: 'openssl is missing here.' }

testWhereItRuns(real, '[SD42] is tested on a real PostgreSQL where one can run', testOn)

function testOn(server: RealPostgres): void {
  const folder = mkdtempSync(join(tmpdir(), 'gesso-tls-'))
  const trusted = join(folder, 'trusted.crt')
  afterAll(() => rmSync(folder, { recursive: true }))

  describe('PostgreSQL: TLS', () => {
    it('[SD42] encrypts as the address says, and trusts a server by its certificate and name', async () => {
      await certify(server, trusted)
      const onlyTrusted = `?sslmode=verify-full&sslrootcert=${trusted}`
      const byName = server.url.replace('127.0.0.1', 'localhost')
      const cases: readonly (readonly [string, unknown])[] = [
        [server.url, [{ ssl: 0 }]],
        [`${server.url}?sslmode=no-verify`, [{ ssl: 1 }]],
        [`${server.url}${onlyTrusted}`, [{ ssl: 1 }]],
        [`${server.url}?sslmode=verify-full`, /certificate is not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\)/],
        [`${byName}${onlyTrusted}`, /certificate is not trusted \(ERR_TLS_CERT_ALTNAME_INVALID\)/],
      ]
      for (const [address, expected] of cases) {
        const connection = new PostgresConnection(address)
        const asked = connection.all('select ssl from pg_stat_ssl where pid = pg_backend_pid()', [])
        if (expected instanceof RegExp) {
          await expect(asked).rejects.toThrow(expected)
          await expect(asked).rejects.toMatchObject({ code: 'unavailable', retryable: true })
        } else {
          expect(await asked).toEqual(expected)
        }
        await connection.close()
      }
    })
  })
}

/** Gives the server a certificate for 127.0.0.1 that it signed itself, and resolves when it uses it. */
async function certify({ url, query }: RealPostgres, copy: string): Promise<void> {
  const [row] = await query(url, 'show data_directory')
  const data = String(row!['data_directory'])
  const [key, certificate] = [join(data, 'server.key'), join(data, 'server.crt')]
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject]
  execFileSync('openssl', [...words, '-keyout', key, '-out', certificate], { stdio: 'ignore' })
  copyFileSync(certificate, copy)
  const { uid, gid } = statSync(data)
  for (const file of [key, certificate]) chownSync(file, uid, gid)
  await query(url, 'alter system set ssl = on')
  await query(url, 'select pg_reload_conf()')
  while ((await query(url, 'show ssl'))[0]!['ssl'] !== 'on');
}
