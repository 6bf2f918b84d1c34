// The window's beginning: styles, stores, and the first screen.

import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { gessoApi } from './session/gesso-api.ts'
import { createAppStore } from './stores/app-store.ts'
import { createToolStore } from './stores/tool-store.ts'
import './styles/base.css'
import './styles/controls.css'
import './styles/start.css'
import './styles/place.css'
import './styles/session.css'
import './styles/panels.css'
import './styles/layers.css'
import './styles/brush.css'
import './styles/canvas.css'

const appStore = createAppStore(
  gessoApi === undefined ? { kind: 'guest', invite: window.location.href } : { kind: 'start' },
)
const toolStore = createToolStore()

const place = document.getElementById('app')
if (place === null) throw new Error('index.html has an element with the id app')
createRoot(place).render(<App appStore={appStore} toolStore={toolStore} />)
void appStore.getState().load()
