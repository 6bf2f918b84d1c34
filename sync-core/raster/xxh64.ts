export { type Hash64, hashBytes, mixHash, xxh64 } from '../base/xxh64.ts'
