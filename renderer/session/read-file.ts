import { limits } from '../../sync-core/index.ts'
import { fileLimits } from '../files/file-limits.ts'
import { fitLine } from '../files/fit-name.ts'
import { FileError } from '../files/file-error.ts'
import type { FileLoss, LayeredImage } from '../files/layered-image.ts'
import { strings } from '../strings.ts'
import { sayFileError } from '../strings/say-file.ts'
import type { FileReply } from '../worker/import-contract.ts'
import { chooseFiles, type FileWish } from './choose-files.ts'

/** What was read of a file, or a sentence why it can't be. */
export type FileAnswer =
  | {
      readonly kind: 'read'
      /** The file's name in one line, without what says its format. */
      readonly title: string
      readonly image: LayeredImage
      readonly losses: readonly FileLoss[]
    }
  | { readonly kind: 'refused'; readonly sentence: string }

const fileTypes = '.ora,.psd,.png,.jpg,.jpeg,.webp,image/*'

/** Lets the person choose files that `readFile` may be able to read. */
export function choosePictures(count: FileWish['count'], onFiles: (files: readonly File[]) => void): void {
  chooseFiles({ accept: fileTypes, count }, onFiles)
}

/** Reads a file in a worker of its own. Returns how to end it; nothing is told after that. */
export function readFile(file: File, onAnswer: (answer: FileAnswer) => void): () => void {
  const refuse = (sentence: string): void => onAnswer({ kind: 'refused', sentence })
  const worker = new Worker(new URL('../worker/file-reader.ts', import.meta.url), { type: 'module' })
  worker.addEventListener('message', ({ data }: MessageEvent<FileReply>) => {
    worker.terminate()
    switch (data.kind) {
      case 'read':
        return onAnswer({ ...data, title: titleOf(file.name) })
      case 'refused':
        return refuse(sayFileError(new FileError(data.code, data.detail)))
      case 'unreadable':
        return refuse(strings.importing.unreadable(file.name))
    }
  })
  worker.addEventListener('error', () => {
    worker.terminate()
    refuse(strings.importing.noMemory(file.name, Math.min(file.size, fileLimits.fileBytesMax)))
  })
  worker.postMessage(file)
  return () => worker.terminate()
}

function titleOf(name: string): string {
  const line = (text: string): string => fitLine(text, limits.titleBytesMax)
  return line(name.replace(/\.[^.]{1,5}$/u, '')) || line(name)
}
