import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Turns over the bits of one byte in the middle of the youngest file whose path matches, as a failing disk does. */
export async function damageYoungestFile(folder: string, path: RegExp): Promise<void> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => path.test(name))
  const files = await Promise.all(
    names.map(async (name) => ({
      file: join(folder, name),
      bornMs: (await stat(join(folder, name))).mtimeMs,
    })),
  )
  const youngest = files.sort((a, b) => b.bornMs - a.bornMs)[0]
  if (youngest === undefined) throw new Error(`${folder} has no file like ${String(path)}`)
  const bytes = await readFile(youngest.file)
  const middle = Math.floor(bytes.length / 2)
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 0xff, middle)
  await writeFile(youngest.file, bytes)
}

/** Turns over every bit of every file whose path matches. */
export async function damageFiles(folder: string, path: RegExp): Promise<void> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => path.test(name))
  for (const name of names) {
    const bytes = await readFile(join(folder, name))
    await writeFile(
      join(folder, name),
      bytes.map((byte) => byte ^ 0xff),
    )
  }
}

/** Makes every kept invite as old as it takes to expire. */
export async function expireInvites(dataDir: string): Promise<void> {
  const file = join(dataDir, 'invites.json')
  const book = JSON.parse(await readFile(file, 'utf8')) as {
    pictures: Record<string, { invites: { createdMs: number; expiresMs: number }[] }>
  }
  const monthMs = 31 * 24 * 60 * 60 * 1000
  for (const { invites } of Object.values(book.pictures))
    for (const invite of invites) {
      invite.createdMs -= monthMs
      invite.expiresMs -= monthMs
    }
  await writeFile(file, JSON.stringify(book))
}
