// What there is to see while people paint. Everything is found by class and place, never by its words: the same scenes are
// taken in every language.

import type { Page } from '@playwright/test'
import { firstPanels, panelNames, type PanelName } from '../../renderer/stores/workspace-store.ts'
import { preferenceSections } from '../../renderer/sheets/preference-section.ts'
import type { Scene } from './camera.ts'

/** The places of the tool strip, from the top down. */
const toolPlaces = [
  'brush',
  'eraser',
  'fill',
  'gradient',
  'shapes',
  'text',
  'marquee',
  'lasso',
  'wand',
  'transform',
  'crop',
  'pick',
  'pan',
  'laser',
] as const

const statusSlots = ['connection', 'saved', 'sync', 'people', 'zoom'] as const

const escape = (page: Page): Promise<void> => page.keyboard.press('Escape')

/** The whole picture in the middle of what the panels leave. */
export async function fitView(page: Page): Promise<void> {
  await page.locator('[data-testid=canvas]').focus()
  await page.keyboard.press('0')
}

/** Panels, tools, sheets and what opens beside buttons, in a session that has begun. */
export const sessionScenes: readonly Scene[] = [
  { name: 'session' },
  {
    name: 'session-bare',
    show: (page) => page.keyboard.press('Tab'),
    hide: (page) => page.keyboard.press('Tab'),
  },
  ...panelNames.flatMap(panelScenes),
  { name: 'panels-all-folded', show: (page) => openOnly(page, undefined), hide: openUsual },
  ...toolPlaces.map(toolScene),
  { name: 'status-line', part: '.status-line' },
  { name: 'tool-strip', part: '.tool-strip' },
  ...statusSlots.map((slot): Scene => ({
    name: `status-${slot}`,
    show: (page) => press(page, `.status-${slot} button`),
    hide: escape,
  })),
  popoverScene('panels-menu', '.top-bar > .icon-button', 0),
  popoverScene('menu', '.top-bar > .icon-button', 1),
  {
    name: 'layers-menu',
    show: (page) => page.locator('.layer-row').first().click({ button: 'right' }),
    hide: toTop,
  },
  {
    name: 'color-palette-menu',
    show: (page) => page.locator('[data-panel=color] .icon-button[aria-expanded]').last().click(),
    hide: toTop,
  },
  panelPopover('person-menu', 'people', '.people-list .icon-button[aria-expanded]'),
  panelPopover('new-invite', 'invite', '.new-invite .icon-button'),
  panelPopover('invite-qr', 'invite', '.invite-row .icon-button[aria-expanded]'),
  panelPopover('invite-withdraw', 'invite', '.invite-row .icon-button:last-child'),
  { name: 'palette', show: (page) => openSheet(page, 'Control+k', 'palette'), hide: closeSheet },
  {
    name: 'palette-searched',
    async show(page) {
      await openSheet(page, 'Control+k', 'palette')
      await page.keyboard.type('e')
    },
    hide: closeSheet,
  },
  { name: 'shortcuts', show: (page) => openSheet(page, '?', 'shortcuts'), hide: closeSheet },
  ...preferenceSections.map((section, at): Scene => ({
    name: `preferences-${section}`,
    async show(page) {
      await openSheet(page, 'Control+,', 'preferences')
      await page.locator('.preference-section').nth(at).click()
    },
    hide: closeSheet,
  })),
  { name: 'export', show: (page) => openSheet(page, 'Control+Shift+e', 'export'), hide: closeSheet },
  { name: 'about', show: (page) => openFromMenu(page, 'about'), hide: closeSheet },
  { name: 'log', show: (page) => openFromMenu(page, 'log'), hide: closeSheet },
  { name: 'close-question', show: (page) => press(page, '.leave-button'), hide: escape },
]

const usuallyOpen: ReadonlySet<PanelName> = new Set(
  firstPanels.filter(({ isOpen }) => isOpen).map(({ name }) => name),
)

/** The panels that are open in a new window. */
export async function openUsual(page: Page): Promise<void> {
  for (const name of panelNames) await setOpen(page, name, usuallyOpen.has(name))
  await toTop(page)
}

function panelScenes(name: PanelName): Scene[] {
  const show = (page: Page): Promise<void> => openOnly(page, name)
  return [
    { name: `panel-${name}`, show, hide: openUsual },
    // The dock's scrollbar has its place beside the panel.
    { name: `panel-${name}-alone`, show, hide: openUsual, part: `[data-panel=${name}]`, marginRight: 12 },
  ]
}

/** What opens beside a button of a panel. */
function panelPopover(name: string, panel: PanelName, button: string): Scene {
  return {
    name,
    async show(page) {
      await openOnly(page, panel)
      await page.locator(button).first().click()
    },
    async hide(page) {
      await escape(page)
      await openUsual(page)
    },
  }
}

function toolScene(tool: (typeof toolPlaces)[number], at: number): Scene {
  return {
    name: `tool-${tool}`,
    part: '.top-bar',
    show: (page) => page.locator('.tool-strip .tool-place button').nth(at).click(),
    async hide(page) {
      await escape(page)
      await page.locator('.tool-strip .tool-place button').first().click()
    },
  }
}

function popoverScene(name: string, button: string, at: number): Scene {
  return { name, show: (page) => page.locator(button).nth(at).click(), hide: escape }
}

async function toTop(page: Page): Promise<void> {
  await escape(page)
  await page.locator('.dock').evaluateAll((docks) => docks.forEach((dock) => (dock.scrollTop = 0)))
}

async function openOnly(page: Page, open: PanelName | undefined): Promise<void> {
  for (const name of panelNames) await setOpen(page, name, name === open)
}

async function setOpen(page: Page, name: PanelName, isOpen: boolean): Promise<void> {
  const panel = page.locator(`[data-panel=${name}]`)
  if ((await panel.count()) === 0) return
  // The first press on the heading of an open panel that is out of sight goes there.
  for (let presses = 0; presses < 2 && (await panel.getAttribute('data-open')) !== (isOpen ? 'yes' : 'no');) {
    await press(page, `[data-panel=${name}] .panel-heading`)
    presses += 1
  }
  if (isOpen) await panel.locator('.panel-body').scrollIntoViewIfNeeded()
}

async function openSheet(page: Page, chord: string, sheet: string): Promise<void> {
  await page.keyboard.press(chord)
  await page.locator(`dialog[data-sheet=${sheet}]`).waitFor()
}

async function openFromMenu(page: Page, sheet: 'about' | 'log'): Promise<void> {
  await page.locator('.top-bar > .icon-button').nth(1).click()
  await page
    .locator('.menu-entry')
    .nth(sheet === 'log' ? -2 : -1)
    .click()
  await page.locator(`dialog[data-sheet=${sheet}]`).waitFor()
}

async function closeSheet(page: Page): Promise<void> {
  await escape(page)
  await page.locator('dialog.sheet').waitFor({ state: 'detached' })
}

/** As a pointer would, wherever the part is scrolled to, and without leaving the pointer over it. */
async function press(page: Page, selector: string): Promise<void> {
  await page.locator(selector).first().dispatchEvent('click')
}
