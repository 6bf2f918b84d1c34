// Run as a child process by postgres-sysdb.test.ts: opens the sysdb at the address given as soon as it is told to, makes a task of
// the picture given, and says 'done' or what went wrong.
import { openPostgresSysdb } from '../node/postgres/open-postgres-sysdb.ts'

process.on('message', () => {
  open().then(
    () => process.send!('done'),
    (error: Error) => process.send!(error.message),
  )
})
process.send!('ready')

async function open(): Promise<void> {
  const sysdb = await openPostgresSysdb(process.argv[2]!)
  await sysdb.create(process.argv[3]!, 0, 1000)
  await sysdb.close()
}
