// The default menu would take Ctrl+R, Ctrl+W and Ctrl+Z away from painting. What is left: quitting, editing text on
// macOS (where fields have no clipboard without a menu), and the developer tools while developing. No undo in it: undo
// belongs to the picture.

import { Menu, app, type MenuItemConstructorOptions } from 'electron'
import { appWords } from './app-words.ts'

/** Set anew when the language changes. */
export function setAppMenu(): void {
  const words = appWords
  const template: MenuItemConstructorOptions[] = [
    { label: app.getName(), submenu: [{ role: 'quit', label: words.quit, accelerator: 'CmdOrCtrl+Q' }] },
  ]
  if (process.platform === 'darwin') {
    template.push({
      label: words.edit,
      submenu: [
        { role: 'cut', label: words.cut },
        { role: 'copy', label: words.copy },
        { role: 'paste', label: words.paste },
        { role: 'selectAll', label: words.selectAll },
      ],
    })
  }
  if (!app.isPackaged)
    template.push({
      label: words.develop,
      submenu: [{ role: 'toggleDevTools', label: words.developerTools, accelerator: 'F12' }],
    })
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
