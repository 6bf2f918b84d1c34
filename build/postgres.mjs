// `npm run postgres -- start|stop|status`: a real PostgreSQL on loopback, for trials and tests. `hold` starts one that ends with
// its caller, as trial-server.mjs says. A line `kill` on its input crashes the server, `start` starts it again.
//
// PG_DIR names the folder of its state (/var/tmp/gesso-postgres), PG_PORT its port (7490). What is stored by `start` survives a
// power cut; `hold` does without fsync unless PG_FSYNC is on.
// Exit code 3: this machine can't run it, and the sentence says why.
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePorts } from './free-ports.mjs'
import { installPostgres, refuseOtherMachines } from './postgres-programs.mjs'
import { addressOf, pidOf, startServer, stopServer } from './postgres-server.mjs'
import { runTrialServer, states } from './trial-server.mjs'

await runTrialServer({
  name: 'postgres',
  script: fileURLToPath(import.meta.url),
  programs: 'postgres',
  server: {
    folder: path.resolve(process.env.PG_DIR ?? path.join(states, 'gesso-postgres')),
    port: Number(process.env.PG_PORT ?? 7490),
    isDurable: process.env.PG_FSYNC !== 'off',
  },
  holdServer: async (folder) => {
    const [port = 0] = await freePorts(1)
    return { folder, port, isDurable: process.env.PG_FSYNC === 'on' }
  },
  environmentOf: ({ folder, port, isDurable }) => ({
    PG_DIR: folder,
    PG_PORT: String(port),
    PG_FSYNC: isDurable ? 'on' : 'off',
  }),
  refuseOtherMachines,
  install: installPostgres,
  start: startServer,
  stop: (server, how) => stopServer(server, how === 'orderly' ? 'SIGINT' : 'SIGKILL'),
  describe: (server) => {
    const pid = pidOf(server)
    const isUp = pid !== undefined
    return [{ line: isUp ? `PostgreSQL up, process ${pid}` : 'PostgreSQL down', isUp }]
  },
  addressOf: (server) => `PG_URL=${addressOf(server)}`,
  obey: async (server, word) => {
    if (word === 'kill') await stopServer(server, 'SIGKILL')
    if (word === 'start') await startServer(server)
    console.log(`done ${word}`)
  },
})
