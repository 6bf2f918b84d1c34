import { readKeptFile, writeKeptFile } from '../kept-file.ts'
import { readHostKey, type HostKeyKeeper } from './host-key.ts'

/** Keeps the key in a file that only its owner can read. One that can't be understood is set aside: earlier invites are then dead. */
export function hostKeyFile(file: string, onSetAside: (sentence: string) => void): HostKeyKeeper {
  return {
    load: () =>
      readKeptFile(
        file,
        (bytes) => readHostKey(Buffer.from(bytes).toString('latin1')).privateKeyPem,
        onSetAside,
      ),
    keep: (pem) => writeKeptFile(file, pem),
  }
}
