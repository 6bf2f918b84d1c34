// `npm run s3 -- start|stop|status`: a real S3 server on loopback, for trials and tests. Callers may come at once: one
// starts it, the others find it running. `hold` starts one of its own, on free ports, and removes all of it when its input
// ends, however its caller ended; tests use that.
//
// S3_DIR names the folder of its state (/var/tmp/gesso-s3), S3_PORT its port (7480; the next one is used too).
// Exit code 3: this machine can't run it, and the sentence says why.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describeCluster, endpointOf, startCluster, stopCluster, users } from './ceph-cluster.mjs'
import { NotHereError, installCeph, refuseOtherMachines } from './ceph-programs.mjs'
import { cacheFolder } from './electron-runtime.mjs'
import { ensurePackages } from './ensure-packages.mjs'
import { SetupError, runMain } from './run-command.mjs'

const bucket = 'gesso'
const region = 'us-east-1'
/** The SDK's own switch for its warning of this Node. */
const quietSdk = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' }
// Not os.tmpdir(): that may be memory, which the store's file does not suit.
const states = '/var/tmp'
const folder = path.resolve(process.env.S3_DIR ?? path.join(states, 'gesso-s3'))
const port = Number(process.env.S3_PORT ?? 7480)
const cluster = { folder, port, monitorPort: Number(process.env.S3_MONITOR_PORT ?? port + 1) }

/** The words in brackets are for our own child processes, under a lock. @type {Record<string, () => Promise<number> | number>} */
const commands = {
  start,
  stop,
  status,
  hold,
  '[install]': () => {
    installCeph()
    return 0
  },
  '[start]': async () => {
    await startCluster(cluster)
    await makeBucket()
    return 0
  },
  '[stop]': async () => {
    await stopCluster(cluster, 'SIGTERM')
    return 0
  },
}

await runMain(async () => {
  const [word = '', ...rest] = process.argv.slice(2)
  const command = commands[word]
  if (command === undefined || rest.length > 0) {
    throw new SetupError('npm run s3 knows the words start, stop and status.')
  }
  try {
    return await command()
  } catch (error) {
    if (!(error instanceof NotHereError)) throw error
    console.error(error.message)
    return 3
  }
})

function start() {
  ensurePackages()
  refuseOtherMachines()
  const code = startLocked(process.env)
  if (code === 0) tellEnvironment(port)
  return code
}

function stop() {
  if (!fs.existsSync(folder)) return 0
  const code = runLocked(path.join(folder, '.lock'), '[stop]', process.env)
  if (code === 0) console.log(`stopped; what was stored is kept in ${folder}`)
  return code
}

function status() {
  const daemons = describeCluster(cluster)
  for (const { line } of daemons) console.log(line)
  if (!daemons.every(({ isUp }) => isUp)) return 1
  tellEnvironment(port)
  return 0
}

// Its callers have the packages, and may be running out of them.
async function hold() {
  refuseOtherMachines()
  await sweepOrphans()
  const own = path.join(states, `gesso-s3-hold-${process.pid}`)
  const [ownPort = 0, monitorPort = 0] = await freePorts(2)
  const ended = new Promise((resolve) => {
    process.stdin.resume().once('end', resolve)
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.once(signal, resolve)
  })
  try {
    const code = startLocked({
      ...process.env,
      S3_DIR: own,
      S3_PORT: String(ownPort),
      S3_MONITOR_PORT: String(monitorPort),
    })
    if (code !== 0) return code
    tellEnvironment(ownPort)
    await ended
    return 0
  } finally {
    await removeCluster(own)
  }
}

/** @param {NodeJS.ProcessEnv} env @returns {number} exit code */
function startLocked(env) {
  const state = path.resolve(env.S3_DIR ?? folder)
  fs.mkdirSync(state, { recursive: true })
  fs.mkdirSync(cacheFolder(), { recursive: true })
  const code = runLocked(path.join(cacheFolder(), 'ceph.lock'), '[install]', env)
  return code === 0 ? runLocked(path.join(state, '.lock'), '[start]', env) : code
}

/**
 * @param {string} lock
 * @param {string} word
 * @param {NodeJS.ProcessEnv} env
 */
function runLocked(lock, word, env) {
  // -o: the lock is not handed down, or the daemons would keep it.
  const words = ['-o', lock, process.execPath, fileURLToPath(import.meta.url), word]
  const ended = spawnSync('flock', words, {
    env: { ...env, ...quietSdk },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  return ended.status ?? 1
}

async function makeBucket() {
  const { S3Client, CreateBucketCommand, HeadBucketCommand } = await import('@aws-sdk/client-s3')
  const [owner] = users
  const client = new S3Client({
    endpoint: endpointOf(cluster),
    region,
    forcePathStyle: true,
    credentials: { accessKeyId: owner?.accessKey ?? '', secretAccessKey: owner?.secretKey ?? '' },
  })
  // After a restart, Ceph waits half a minute for the gateway that was, before it makes even a bucket that is there.
  const isThere = await client.send(new HeadBucketCommand({ Bucket: bucket })).then(
    () => true,
    () => false,
  )
  if (!isThere) await client.send(new CreateBucketCommand({ Bucket: bucket }))
  client.destroy()
}

/** @param {number} at */
function tellEnvironment(at) {
  const [owner, guest] = users
  const values = {
    S3_ENDPOINT: endpointOf({ ...cluster, port: at }),
    S3_REGION: region,
    S3_BUCKET: bucket,
    S3_ACCESS_KEY: owner?.accessKey,
    S3_SECRET_KEY: owner?.secretKey,
    S3_GUEST_ACCESS_KEY: guest?.accessKey,
    S3_GUEST_SECRET_KEY: guest?.secretKey,
  }
  console.log(
    Object.entries(values)
      .map(([name, value]) => `${name}=${value}`)
      .join('\n'),
  )
}

/** What a hold left behind that was killed itself. */
async function sweepOrphans() {
  for (const name of fs.readdirSync(states)) {
    const pid = /^gesso-s3-hold-(\d+)$/.exec(name)?.[1]
    if (pid === undefined || Number(pid) === process.pid || isHold(pid)) continue
    await removeCluster(path.join(states, name))
  }
}

/** @param {string} pid */
function isHold(pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('s3.mjs')
  } catch {
    return false
  }
}

/** @param {string} state */
async function removeCluster(state) {
  await stopCluster({ ...cluster, folder: state }, 'SIGKILL')
  fs.rmSync(state, { recursive: true, force: true })
}

/** @param {number} count */
async function freePorts(count) {
  const servers = Array.from({ length: count }, () => net.createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once('listening', resolve))))
  const ports = servers.map((server) => /** @type {net.AddressInfo} */ (server.address()).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}
