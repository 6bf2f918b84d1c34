// The window's only way to the main process: named verbs, no logic, nothing of Electron leaks through.
import { contextBridge, ipcRenderer } from 'electron'
import { eventChannels, verbChannel, type Verb } from '../ipc/channels.ts'
import type { GessoApi } from '../ipc/contract.ts'

function ask<V extends Verb>(verb: V): GessoApi[V] {
  const call = (...words: unknown[]): Promise<unknown> => ipcRenderer.invoke(verbChannel(verb), ...words)
  return call as GessoApi[V]
}

function hear(channel: string): (listener: (event: never) => void) => void {
  return (listener) => {
    ipcRenderer.on(channel, (_event, payload) => listener(payload as never))
  }
}

const api: GessoApi = {
  settings: ask('settings'),
  saveSettings: ask('saveSettings'),
  listPictures: ask('listPictures'),
  takeRecovered: ask('takeRecovered'),
  thumbnail: ask('thumbnail'),
  createPicture: ask('createPicture'),
  renamePicture: ask('renamePicture'),
  deletePicture: ask('deletePicture'),
  restorePicture: ask('restorePicture'),
  hostPicture: ask('hostPicture'),
  stopHosting: ask('stopHosting'),
  participantKey: ask('participantKey'),
  keepCopy: ask('keepCopy'),
  dropCopy: ask('dropCopy'),
  pictures: ask('pictures'),
  savePictures: ask('savePictures'),
  testBucket: ask('testBucket'),
  smallestPolicy: ask('smallestPolicy'),
  chooseFolder: ask('chooseFolder'),
  setLanguage: ask('setLanguage'),
  copyText: ask('copyText'),
  copyImage: ask('copyImage'),
  hostLog: ask('hostLog'),
  appFacts: ask('appFacts'),
  onQuitAsked: hear(eventChannels.quitAsked),
  answerQuit: ask('answerQuit'),
  onQuitWaits: hear(eventChannels.quitWaits),
  onSaving: hear(eventChannels.saving),
  onUnsaved: hear(eventChannels.unsaved),
  onHostingFailed: hear(eventChannels.hostingFailed),
}

contextBridge.exposeInMainWorld('gesso', api)
