import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { build } from 'vite'

const root = resolve(import.meta.dirname, '..', '..')

/**
 * Bundles programs like the app's own (plain CommonJS, nothing left to look up), because the development loader slows every
 * small function down. `programs` is file by name, from the project's root; each becomes `<outDir>/<name>.cjs`.
 */
export async function bundleProcesses(
  outDir: string,
  programs: Readonly<Record<string, string>>,
): Promise<void> {
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: 'node20',
      rollupOptions: {
        input: Object.fromEntries(
          Object.entries(programs).map(([name, file]) => [name, resolve(root, file)]),
        ),
        external: ['libsql', 'bufferutil', 'utf-8-validate'],
        output: {
          format: 'cjs',
          entryFileNames: '[name].cjs',
          chunkFileNames: '[name].cjs',
          // It finds its program for this system beside itself.
          paths: { libsql: createRequire(import.meta.url).resolve('libsql') },
        },
      },
    },
  })
}
