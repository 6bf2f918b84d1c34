import type { BlendKernel } from './blend-kernel.ts'
import type { DabKernel } from './dab-kernel.ts'
import type { GradientKernel } from './gradient-kernel.ts'
import type { KernelMemory } from './kernel-memory.ts'
import type { MergeKernel } from './merge-kernel.ts'
import type { ShapedDabKernel } from './shaped-dab-kernel.ts'
import type { TileKernel } from './tile-kernel.ts'

// The kernel is everything that is done to pixels a number at a time, as functions over one linear memory:
//
//   createWasmKernel()   AssemblyScript with SIMD: what the product runs       assembly/
//   createTwinKernel()   plain TypeScript: the specification, and the oracle of every test
//
// Both give the same bytes for the same bytes; whole numbers only. Functions take numbers (pointers in bytes, aligned to 16;
// 0 is no pointer) and return nothing or a number, where 0 and 1 stand for no and yes. So the exports of the module are the
// kernel, without wrappers. Each family has a file of its own: type, twin, assembly, test.
//
// The callers keep what is promised about pointers and ranges; nothing here checks them, as a call may last 50 ns.
// Rejected: the twin as a fallback (SIMD runs everywhere we do), WASM without SIMD (half as fast), clang (1.1-1.5 × faster,
// and a toolchain that nobody installs from npm).

/** The functions of all families. */
export interface KernelFunctions
  extends TileKernel, DabKernel, ShapedDabKernel, MergeKernel, BlendKernel, GradientKernel {}

export interface Kernel extends KernelMemory, KernelFunctions {}
