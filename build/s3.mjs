// `npm run s3 -- start|stop|status`: a real S3 server on loopback, for trials and tests. `hold` starts one that ends with its
// caller, as trial-server.mjs says.
//
// S3_DIR names the folder of its state (/var/tmp/gesso-s3), S3_PORT its port (7480; the next one is used too).
// Exit code 3: this machine can't run it, and the sentence says why.
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describeCluster, endpointOf, startCluster, stopCluster, users } from './ceph-cluster.mjs'
import { installCeph, refuseOtherMachines } from './ceph-programs.mjs'
import { ensurePackages } from './ensure-packages.mjs'
import { freePorts } from './free-ports.mjs'
import { runTrialServer, states } from './trial-server.mjs'

/** @typedef {import('./ceph-cluster.mjs').Cluster} Cluster */

const bucket = 'gesso'
const region = 'us-east-1'
/** The SDK's own switch for its warning of this Node. */
const quietSdk = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' }
const port = Number(process.env.S3_PORT ?? 7480)

await runTrialServer({
  name: 's3',
  script: fileURLToPath(import.meta.url),
  programs: 'ceph',
  server: {
    folder: path.resolve(process.env.S3_DIR ?? path.join(states, 'gesso-s3')),
    port,
    monitorPort: Number(process.env.S3_MONITOR_PORT ?? port + 1),
  },
  holdServer: async (folder) => {
    const [ownPort = 0, monitorPort = 0] = await freePorts(2)
    return { folder, port: ownPort, monitorPort }
  },
  environmentOf: (cluster) => ({
    S3_DIR: cluster.folder,
    S3_PORT: String(cluster.port),
    S3_MONITOR_PORT: String(cluster.monitorPort),
    ...quietSdk,
  }),
  refuseOtherMachines,
  // Not for a hold: its caller may be running out of the packages.
  beforeStart: ensurePackages,
  install: installCeph,
  start: async (cluster) => {
    await startCluster(cluster)
    await makeBucket(cluster)
  },
  stop: (cluster, how) => stopCluster(cluster, how === 'orderly' ? 'SIGTERM' : 'SIGKILL'),
  describe: describeCluster,
  addressOf,
})

/** @param {Cluster} cluster */
async function makeBucket(cluster) {
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

/** @param {Cluster} cluster */
function addressOf(cluster) {
  const [owner, guest] = users
  const values = {
    S3_ENDPOINT: endpointOf(cluster),
    S3_REGION: region,
    S3_BUCKET: bucket,
    S3_ACCESS_KEY: owner?.accessKey,
    S3_SECRET_KEY: owner?.secretKey,
    S3_GUEST_ACCESS_KEY: guest?.accessKey,
    S3_GUEST_SECRET_KEY: guest?.secretKey,
  }
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')
}
