// A one-node Ceph on loopback: monitor, one store on a sparse file, and the gateway that speaks S3. No manager, no systemd.
// Everything lies in one folder; `.ready` files say how far its making has come, so that an interrupted start goes on.
import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { runCeph } from './ceph-programs.mjs'
import { SetupError } from './run-command.mjs'

/**
 * @typedef {{ folder: string, port: number, monitorPort: number }} Cluster
 * @typedef {{ name: string, accessKey: string, secretKey: string }} User
 */

/** The owner of buckets, and one that may do only what a bucket's policy permits it. @type {User[]} */
export const users = [
  { name: 'owner', accessKey: 'GESSOTESTOWNER', secretKey: 'gesso-test-owner-secret' },
  { name: 'guest', accessKey: 'GESSOTESTGUEST', secretKey: 'gesso-test-guest-secret' },
]

// The gateway goes down first and the monitor last; up in the other order.
const daemons = ['client.rgw', 'osd.0', 'mon.a']
const answerLimitMs = 120_000
const stopLimitMs = 15_000
const storeBytes = 10 * 1024 ** 3

/** @param {Cluster} cluster */
export function endpointOf({ port }) {
  return `http://127.0.0.1:${port}`
}

/**
 * Makes the cluster unless it is there, starts what does not run, and waits until it answers.
 * @param {Cluster} cluster
 */
export async function startCluster(cluster) {
  if (daemons.every((name) => pidOf(cluster, name) !== undefined) && (await answers(cluster))) return
  if (pidOf(cluster, 'client.rgw') === undefined && (await answers(cluster))) {
    throw new SetupError(
      `Port ${cluster.port} is taken by another program. Set S3_PORT to a free one (the next is used too).`,
    )
  }
  writeConfiguration(cluster)
  startMonitor(cluster)
  startStore(cluster)
  makeUsers(cluster)
  if (pidOf(cluster, 'client.rgw') === undefined) run(cluster, 'radosgw', '-n', 'client.rgw')
  await untilAnswers(cluster)
}

/**
 * Ends the daemons, in good order or at once.
 * @param {Cluster} cluster
 * @param {'SIGTERM' | 'SIGKILL'} signal
 */
export async function stopCluster(cluster, signal) {
  for (const name of daemons) {
    const pid = pidOf(cluster, name)
    if (pid === undefined) continue
    // The gateway keeps nothing, and would take a quarter of a minute to end by itself.
    process.kill(pid, name === 'client.rgw' ? 'SIGKILL' : signal)
    const begunMs = Date.now()
    while (pidOf(cluster, name) !== undefined) {
      if (Date.now() - begunMs > stopLimitMs) process.kill(pid, 'SIGKILL')
      await delay(20)
    }
  }
}

/**
 * One line a daemon.
 * @param {Cluster} cluster
 */
export function describeCluster(cluster) {
  return daemons.map((name) => {
    const pid = pidOf(cluster, name)
    return {
      isUp: pid !== undefined,
      line: pid === undefined ? `${name} down` : `${name} up, process ${pid}`,
    }
  })
}

/**
 * The daemon's process while it lives; a number that was given to another program since does not count.
 * @param {Cluster} cluster
 * @param {string} name
 */
function pidOf({ folder }, name) {
  const file = path.join(folder, 'run', `${name}.pid`)
  const pid = fs.existsSync(file) ? Number.parseInt(fs.readFileSync(file, 'utf8'), 10) : Number.NaN
  if (!Number.isInteger(pid)) return undefined
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(configurationOf(folder)) ? pid : undefined
  } catch {
    return undefined
  }
}

/** @param {string} folder */
function configurationOf(folder) {
  return path.join(folder, 'ceph.conf')
}

/** @param {Cluster} cluster */
async function answers(cluster) {
  try {
    await fetch(endpointOf(cluster), { signal: AbortSignal.timeout(2_000) })
    return true
  } catch {
    return false
  }
}

/** @param {Cluster} cluster */
async function untilAnswers(cluster) {
  const begunMs = Date.now()
  while (!(await answers(cluster))) {
    const waitedMs = Date.now() - begunMs
    const dead = daemons.find((name) => pidOf(cluster, name) === undefined)
    if (waitedMs > answerLimitMs || (dead !== undefined && waitedMs > 5_000)) {
      throw new SetupError(
        `The real S3 server ${dead === undefined ? 'does not answer' : `lost ${dead}`}; its logs are in ${cluster.folder}/log.`,
      )
    }
    await delay(50)
  }
}

/**
 * @param {Cluster} cluster
 * @param {string} program
 * @param {string[]} words
 */
function run(cluster, program, ...words) {
  if (runCeph(cluster.folder, [program, '-c', configurationOf(cluster.folder), ...words])) return
  throw new SetupError(`\`${program} ${words.join(' ')}\` failed; its words are in ${cluster.folder}/log.`)
}

/** @param {Cluster} cluster */
function startMonitor(cluster) {
  const folder = path.join(cluster.folder, 'mon')
  const ready = path.join(folder, '.ready')
  if (!fs.existsSync(ready)) {
    for (const name of ['mon', 'osd', '.users'])
      fs.rmSync(path.join(cluster.folder, name), { recursive: true, force: true })
    fs.mkdirSync(folder)
    const map = path.join(cluster.folder, 'monmap')
    const address = `[v2:127.0.0.1:${cluster.monitorPort}/0]`
    run(
      cluster,
      'monmaptool',
      '--create',
      '--clobber',
      '--fsid',
      idOf(cluster, 'fsid'),
      '--addv',
      'a',
      address,
      map,
    )
    run(cluster, 'ceph-mon', '--mkfs', '-i', 'a', '--monmap', map)
    fs.writeFileSync(ready, '')
  }
  if (pidOf(cluster, 'mon.a') === undefined) run(cluster, 'ceph-mon', '-i', 'a')
}

/** @param {Cluster} cluster */
function startStore(cluster) {
  const folder = path.join(cluster.folder, 'osd')
  const ready = path.join(folder, '.ready')
  if (!fs.existsSync(ready)) {
    fs.rmSync(folder, { recursive: true, force: true })
    fs.mkdirSync(folder)
    const id = idOf(cluster, 'osd.uuid')
    run(cluster, 'ceph', 'osd', 'new', id, '0')
    run(cluster, 'ceph-osd', '-i', '0', '--mkfs', '--osd-uuid', id)
    run(cluster, 'ceph', 'osd', 'crush', 'add', 'osd.0', '1.0', 'root=default', 'host=localhost')
    fs.writeFileSync(ready, '')
  }
  if (pidOf(cluster, 'osd.0') === undefined) run(cluster, 'ceph-osd', '-i', '0')
}

/** @param {Cluster} cluster */
function makeUsers(cluster) {
  const ready = path.join(cluster.folder, '.users')
  if (fs.existsSync(ready)) return
  for (const { name, accessKey, secretKey } of users) {
    const words = ['user', 'create', `--uid=${name}`, `--display-name=${name}`]
    run(cluster, 'radosgw-admin', ...words, `--access-key=${accessKey}`, `--secret-key=${secretKey}`)
  }
  fs.writeFileSync(ready, '')
}

/**
 * @param {Cluster} cluster
 * @param {string} name
 */
function idOf({ folder }, name) {
  const file = path.join(folder, name)
  if (!fs.existsSync(file)) fs.writeFileSync(file, randomUUID())
  return fs.readFileSync(file, 'utf8')
}

/** @param {Cluster} cluster */
function writeConfiguration(cluster) {
  const { folder, port, monitorPort } = cluster
  for (const name of ['run', 'log', 'rgw']) fs.mkdirSync(path.join(folder, name), { recursive: true })
  /** @type {Record<string, Record<string, string | number | boolean>>} */
  const sections = {
    global: {
      fsid: idOf(cluster, 'fsid'),
      mon_host: `v2:127.0.0.1:${monitorPort}/0`,
      public_addr: '127.0.0.1',
      cluster_addr: '127.0.0.1',
      ms_bind_ipv6: false,
      ms_bind_msgr1: false,
      // The daemons trust each other on loopback; the gateway would insist on encryption, which needs keys.
      auth_cluster_required: 'none',
      auth_service_required: 'none',
      auth_client_required: 'none',
      ms_mon_client_mode: 'crc',
      ms_mon_service_mode: 'crc',
      ms_mon_cluster_mode: 'crc',
      run_dir: `${folder}/run`,
      pid_file: `${folder}/run/$name.pid`,
      admin_socket: `${folder}/run/$name.asok`,
      log_file: `${folder}/log/$name.log`,
      log_to_stderr: false,
      err_to_stderr: false,
      crash_dir: `${folder}/log`,
      osd_pool_default_size: 1,
      osd_pool_default_min_size: 1,
      osd_pool_default_pg_num: 4,
      osd_pool_default_pgp_num: 4,
      osd_pool_default_pg_autoscale_mode: 'off',
      osd_crush_chooseleaf_type: 0,
      mon_allow_pool_size_one: true,
      mon_max_pg_per_osd: 1000,
      mon_data_avail_warn: 1,
      mon_data_avail_crit: 0,
      debug_mon: '0/1',
      debug_paxos: '0/1',
      debug_osd: '0/1',
      debug_bluestore: '0/1',
      debug_bluefs: '0/1',
      debug_bdev: '0/1',
      debug_rocksdb: '0/1',
      debug_ms: '0/0',
    },
    'mon.a': { mon_data: `${folder}/mon` },
    'osd.0': {
      osd_data: `${folder}/osd`,
      osd_objectstore: 'bluestore',
      bluestore_block_create: true,
      bluestore_block_size: storeBytes,
      bluestore_cache_autotune: false,
      bluestore_cache_size: 128 * 1024 ** 2,
      osd_class_update_on_start: false,
      osd_crush_update_on_start: false,
      osd_op_num_shards: 2,
      osd_op_num_threads_per_shard: 1,
    },
    client: {
      rgw_data: `${folder}/rgw`,
      rgw_frontends: `beast endpoint=127.0.0.1:${port} tcp_nodelay=1`,
      rgw_thread_pool_size: 64,
      rgw_run_sync_thread: false,
      rgw_dns_name: 'localhost',
      rgw_override_bucket_index_max_shards: 1,
    },
  }
  const text = Object.entries(sections).map(
    ([name, settings]) =>
      `[${name}]\n${Object.entries(settings)
        .map(([key, value]) => `${key} = ${value}\n`)
        .join('')}`,
  )
  fs.writeFileSync(configurationOf(folder), text.join(''))
}
