import { join } from 'node:path'
import type { ComputerId } from '../pictures/open-marks.ts'
import type { HostingOptions } from './hosting.ts'
import type { JournalFolder } from './journal-folder.ts'
import type { KeptPictures } from './picture-folder.ts'
import { PictureWork } from './picture-work.ts'
import { PicturesHere } from './pictures-here.ts'
import { Scheduling } from './scheduling.ts'
import type { UnsavedPictures } from './unsaved-pictures.ts'

/** The pictures of a place with all that works on them in this process. */
export interface OpenPlace extends KeptPictures {
  readonly here: PicturesHere
  readonly work: PictureWork
  readonly scheduling: Scheduling
  /** Ends what is under way, within a moment. Never rejects. */
  readonly closePlace: () => Promise<void>
}

export interface PlaceOptions extends HostingOptions {
  readonly kept: KeptPictures
  readonly journals: JournalFolder
  readonly computer: () => Promise<ComputerId>
  readonly unsaved: UnsavedPictures
}

/** Begins what is to be done there, whatever a crash left, too. */
export function openPlace(options: PlaceOptions): OpenPlace {
  const { kept, unsaved } = options
  const here = new PicturesHere()
  const work: PictureWork = new PictureWork({
    ...options,
    ...kept,
    here,
    wrote: (id, written) => scheduling.wrote(id, written),
    onRecovered(id, title) {
      if (!here.wasHosted(id)) unsaved.addRecovered({ id, title })
    },
  })
  const scheduling = new Scheduling({
    ...options,
    folder: join(options.dataDir, 'scheduler', kept.placeName),
    pictures: kept.pictures,
    tasks: work.tasks,
    hosted: () => here.hosted(),
  })
  return {
    ...kept,
    here,
    work,
    scheduling,
    async closePlace() {
      await scheduling.close()
      kept.close()
    },
  }
}
