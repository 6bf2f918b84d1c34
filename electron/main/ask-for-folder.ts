import { BrowserWindow, dialog, type OpenDialogOptions } from 'electron'
import { appWords } from './app-words.ts'

/** Lets the person choose a folder for pictures in the system's own dialog; undefined when they chose none. */
export async function askForFolder(): Promise<string | undefined> {
  const options: OpenDialogOptions = {
    title: appWords.folderTitle,
    buttonLabel: appWords.folderButton,
    properties: ['openDirectory', 'createDirectory'],
  }
  const [window] = BrowserWindow.getAllWindows()
  const answer = await (window === undefined
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options))
  return answer.canceled ? undefined : answer.filePaths[0]
}
