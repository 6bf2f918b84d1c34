// The window's only way to the main process: named verbs, no logic, nothing of Electron leaks through.
import { contextBridge, ipcRenderer } from 'electron'
import { eventChannels, verbChannel, verbs, type Verb } from '../ipc/channels.ts'
import type { GessoApi } from '../ipc/contract.ts'

function hear(channel: string): (listener: (event: never) => void) => void {
  return (listener) => {
    ipcRenderer.on(channel, (_event, payload) => listener(payload as never))
  }
}

const asked = Object.fromEntries(
  verbs.map((verb) => [verb, (...words: unknown[]) => ipcRenderer.invoke(verbChannel(verb), ...words)]),
) as unknown as Pick<GessoApi, Verb>

const api: GessoApi = {
  ...asked,
  onQuitAsked: hear(eventChannels.quitAsked),
  onQuitWaits: hear(eventChannels.quitWaits),
  onSaving: hear(eventChannels.saving),
  onUnsaved: hear(eventChannels.unsaved),
  onReach: hear(eventChannels.reach),
  onInviteOpened: hear(eventChannels.inviteOpened),
  onHostingFailed: hear(eventChannels.hostingFailed),
}

contextBridge.exposeInMainWorld('gesso', api)
