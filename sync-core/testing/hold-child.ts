// Run as a child process by hold-file.test.ts: tries to take the hold in the folder given as soon as it is told to, and says
// whether it has it; then keeps it until it is killed.
import { takeHold } from '../node/hold-file.ts'

process.on('message', () => {
  takeHold(process.argv[2]!, 'picture').then(
    () => process.send!('held'),
    (error: Error & { code?: string }) => process.send!(error.code ?? error.message),
  )
})
process.send!('ready')
