// Whole tiles: see ../twin-tile-kernel.ts for what each function promises.

export function copyBlock(from: usize, to: usize, bytes: u32): void {
  memory.copy(to, from, bytes)
}

export function zeroBlock(pointer: usize, bytes: u32): void {
  memory.fill(pointer, 0, bytes)
}
