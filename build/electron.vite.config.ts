// Bundles the three environments of the app into out/. Main and preload become CommonJS, because a packaged ES-module
// main does not start on the older of the two Electrons we run on; everything is bundled but Electron itself and SQLite, which
// is a program of the system's kind: the packaged app carries `libsql` and its part for that system in node_modules, no more.
import { resolve } from 'node:path'
import { defineConfig } from 'electron-vite'
import react from '@vitejs/plugin-react'
import { libraryNotices } from './library-notices.mjs'

// The floor is the oldest runtime in use, the development fallback (Electron 25). Only syntax is lowered to it.
const nodeTarget = 'node18.15'
const chromeTarget = 'chrome114'

// `ws` looks for the last two and does without them.
const external = ['electron', 'libsql', 'bufferutil', 'utf-8-validate']

const at = (path: string) => resolve(import.meta.dirname, '..', path)

export default defineConfig({
  main: {
    build: {
      outDir: at('out/main'),
      externalizeDeps: false,
      target: nodeTarget,
      sourcemap: true,
      rollupOptions: {
        input: {
          index: at('electron/main/index.ts'),
          'primary-thread': at('sync-core/node/primary-thread.ts'),
          'sysdb-thread': at('sync-core/node/sqlite/sysdb-thread.ts'),
          'gesso-host': at('sync-core/node/headless/gesso-host.ts'),
        },
        external,
        // No file of the core does anything by being there, so that the first chunk reads only what it uses of it.
        treeshake: { moduleSideEffects: (id: string) => !id.includes('/sync-core/') },
        output: {
          format: 'cjs',
          entryFileNames: '[name].cjs',
          chunkFileNames: 'chunks/[name]-[hash].cjs',
          // What is not there needs no reading at a start; names stay, so that a stack in the log can be read.
          minify: { mangle: false, compress: true, codegen: true },
        },
      },
    },
  },
  preload: {
    build: {
      outDir: at('out/preload'),
      externalizeDeps: false,
      target: nodeTarget,
      sourcemap: true,
      rollupOptions: {
        input: { index: at('electron/preload/index.ts') },
        external,
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    plugins: [react(), libraryNotices(at('.'))],
    worker: { format: 'es' },
    build: {
      outDir: at('out/renderer'),
      target: chromeTarget,
      cssTarget: chromeTarget,
      sourcemap: true,
      minify: true,
      rollupOptions: { input: at('renderer/index.html') },
    },
  },
})
