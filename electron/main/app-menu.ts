// The default menu would take Ctrl+R, Ctrl+W and Ctrl+Z away from painting. What is left: quitting, editing text on
// macOS (where fields have no clipboard without a menu), and the developer tools while developing. No undo in it: undo
// belongs to the picture.

import { Menu, app, type MenuItemConstructorOptions } from 'electron'

export function setAppMenu(): void {
  const template: MenuItemConstructorOptions[] = [
    { label: app.getName(), submenu: [{ role: 'quit', accelerator: 'CmdOrCtrl+Q' }] },
  ]
  if (process.platform === 'darwin') {
    template.push({
      label: 'Edit',
      submenu: [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }],
    })
  }
  if (!app.isPackaged)
    template.push({ label: 'Develop', submenu: [{ role: 'toggleDevTools', accelerator: 'F12' }] })
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
