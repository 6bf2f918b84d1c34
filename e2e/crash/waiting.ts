/** Resolves when the condition holds. It is looked at again at each `poke`, and now and then by itself. */
export class Waiting {
  private readonly looks = new Set<() => void>()

  poke(): void {
    for (const look of Array.from(this.looks)) look()
  }

  /** Rejects with `describe`'s words when the condition does not hold within the time. */
  until(holds: () => boolean, withinMs: number, describe: () => string): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearInterval(again)
        clearTimeout(limit)
        this.looks.delete(look)
      }
      const look = (): void => {
        try {
          if (!holds()) return
          end()
          resolve()
        } catch (error) {
          end()
          reject(error)
        }
      }
      const again = setInterval(look, againMs)
      const limit = setTimeout(() => {
        end()
        reject(new Error(`after ${withinMs} ms still: ${describe()}`))
      }, withinMs)
      this.looks.add(look)
      look()
    })
  }
}

const againMs = 50
