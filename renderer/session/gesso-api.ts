import type { GessoApi } from '../../electron/ipc/contract.ts'

declare global {
  interface Window {
    /** Only in the app; a browser guest has none. */
    readonly gesso?: GessoApi
  }
}

/** The main process, or undefined in a plain browser. */
export const gessoApi: GessoApi | undefined = window.gesso
