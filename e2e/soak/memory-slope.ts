/** Memory at a moment of a run. */
export interface MemoryAt {
  readonly hours: number
  readonly megabytes: number
}

export interface MemorySlope {
  readonly megabytesPerHour: number
  /** Its standard error. */
  readonly error: number
}

/** The straight line of least squares through the moments; at least three. */
export function memorySlope(moments: readonly MemoryAt[]): MemorySlope {
  const count = moments.length
  const mean = (read: (at: MemoryAt) => number): number =>
    moments.reduce((sum, at) => sum + read(at), 0) / count
  const [meanHours, meanMegabytes] = [mean(({ hours }) => hours), mean(({ megabytes }) => megabytes)]
  let [square, product] = [0, 0]
  for (const { hours, megabytes } of moments) {
    square += (hours - meanHours) ** 2
    product += (hours - meanHours) * (megabytes - meanMegabytes)
  }
  const slope = product / square
  let residue = 0
  for (const { hours, megabytes } of moments) {
    residue += (megabytes - meanMegabytes - slope * (hours - meanHours)) ** 2
  }
  return { megabytesPerHour: slope, error: Math.sqrt(residue / (count - 2) / square) }
}

/**
 * Whether nothing grows as far as the run can tell: what it grew for sure (beyond twice the error) in the time that was looked
 * at is below what an allocator keeps at its whim.
 */
export function isFlat({ megabytesPerHour, error }: MemorySlope, hours: number): boolean {
  return (megabytesPerHour - 2 * error) * hours < whimMegabytes
}

const whimMegabytes = 4
