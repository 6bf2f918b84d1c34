import type { PictureCard } from '../../electron/ipc/contract.ts'
import { strings } from '../strings.ts'

/** What a picture is called on the shelf: one that can't be read can't say its title either. */
export function shelfTitle({ title }: Pick<PictureCard, 'title'>): string {
  return title === '' ? strings.pictures.unreadable : title
}
