// Everything that the kernel exports, one file for each family of functions (the same families as in ../kernel.ts).
// Compiled by `npm run kernel` into ../kernel-wasm.ts.
//
// Memory: bytes 0..16383 belong to the compiler's constants, 16384..65535 to arguments of calls (../tile-layout.ts),
// and everything from 65536 on to whoever owns the kernel. Nothing here allocates or keeps state between calls.

export * from './tile-kernel'
export * from './dab-kernel'
export * from './shaped-dab-kernel'
export * from './merge-kernel'
export * from './hash-kernel'
export * from './blend-kernel'
export * from './gradient-kernel'
