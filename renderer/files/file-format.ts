/** Formats that are written and read here; pictures of other formats are read by the browser. */
export const fileFormats = ['png', 'ora', 'psd'] as const
export type FileFormat = (typeof fileFormats)[number]

const signatures: Readonly<Record<FileFormat, readonly number[]>> = {
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  // A zip file; whether it is an OpenRaster one is seen inside.
  ora: [0x50, 0x4b, 0x03, 0x04],
  psd: [0x38, 0x42, 0x50, 0x53],
}

/** What a file is by its first bytes, whatever its name says. */
export function formatOf(bytes: Uint8Array): FileFormat | undefined {
  return fileFormats.find((format) => signatures[format].every((byte, at) => bytes[at] === byte))
}
