// The thread of sysdb straight from its TypeScript source, for tests and benches; the app's is bundled.
import { register } from 'tsx/esm/api'

register()
await import('../node/sqlite/sysdb-thread.ts')
