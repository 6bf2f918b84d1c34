// Loaded before the app: an error box of the operating system waits for a person, here it is printed instead.
const { dialog } = require('electron')

dialog.showErrorBox = (title, content) => console.log(`${title}: ${content}`)
