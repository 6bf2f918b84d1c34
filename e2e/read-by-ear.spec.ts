// What a screen reader finds: the roles, names and states of panels and sheets, in the order of reading. Who changes one of
// them on purpose writes the new reading here.

import type { Locator } from '@playwright/test'
import type { DesktopPainter } from './support/desktop-painter.ts'
import type { Painter } from './support/painter.ts'
import { wave } from './support/recorded-strokes.ts'
import { expectSamePicture } from './support/session-status.ts'
import { expect, test, type Studio } from './support/story.ts'

test('[UI304] Anna hears what the panels hold while Ben paints along', async ({ studio }) => {
  const { anna, ben } = await paintInTwo(studio)
  await expect(await panel(anna, 'navigator')).toMatchAriaSnapshot(`
    - region "Navigator":
      - heading "Navigator" [level=2]:
        - button "Navigator" [expanded]
      - application "The whole picture and what is in view"
      - slider "Zoom"
      - textbox "Zoom (%)"
      - slider "Angle": "0"
      - textbox "Angle (°)": "0"
      - button "Show the whole picture" [pressed]
      - button "Actual size, 1:1"
      - button "Turn the view upright" [disabled]
      - button "Flip the view"
      - button "Show or hide the pixel grid" [pressed]
  `)
  await ben.page.keyboard.press('Shift+R')
  await expect(await panel(anna, 'people')).toMatchAriaSnapshot(`
    - region "People":
      - heading "People Raised hand" [level=2]:
        - button "People Raised hand" [expanded]
      - list:
        - listitem:
          - button "Ben guest · on “Layer 1”"
          - img "Raised hand"
          - button "Go to what Ben sees"
        - listitem: Anna you, host · on “Layer 1”
      - group "What you can show the others":
        - button "Raise or lower your hand"
        - button "Point with the laser"
  `)
  const chat = await panel(anna, 'chat')
  await chat.getByRole('textbox').fill('The mast is too short.')
  await chat.getByRole('textbox').press('Enter')
  await expect(chat).toMatchAriaSnapshot(`
    - region "Chat":
      - log "What was said":
        - list:
          - listitem: /You \\d\\d:\\d\\d The mast is too short\\./
      - textbox "Write to everybody"
      - button "Attach the place in view"
      - button "Send" [disabled]
  `)
  await expect(await panel(anna, 'history')).toMatchAriaSnapshot(`
    - region "History":
      - combobox "Whose actions are listed":
        - option "Everybody" [selected]
        - option "You"
        - option "Ben"
      - button "Only my work"
      - list "What everybody did, the newest first":
        - listitem:
          - button /You Stroke \\d\\d:\\d\\d/
          - button "Undo your own work down to here"
  `)
})

test('[UI304] Anna hears the tools, what they offer, and how the session is', async ({ studio }) => {
  const { anna } = await paintInTwo(studio)
  const { page } = anna
  await expect(page.getByRole('navigation', { name: 'Tools' })).toMatchAriaSnapshot(`
    - navigation "Tools":
      - toolbar "Tools":
        - button "Brush" [pressed]
        - button "Eraser"
        - button "Fill"
        - button "Gradient"
        - button "Line"
        - button "Text"
        - button "Select a rectangle"
        - button "Lasso"
        - 'button "Wand: select by colour"'
        - button "Move and transform"
        - button "Crop and resize"
        - button "Pick a colour"
        - button "Move the view"
        - button "Point with the laser"
        - button "Undo"
        - button "Redo" [disabled]
        - button "Show the whole picture"
        - button "Actual size, 1:1"
  `)
  await expect(page.getByRole('banner')).toMatchAriaSnapshot(`
    - banner:
      - 'group "Tool options: Brush"':
        - slider "Size"
        - textbox "Size (px)": "12"
        - slider "Opacity": "100"
        - textbox "Opacity (%)": "100"
        - slider "Flow": "100"
        - textbox "Flow (%)": "100"
        - slider "Hardness": "92"
        - textbox "Hardness (%)": "92"
      - heading "Harbour" [level=1]
      - button "Invite"
      - button "Panels"
      - button "Menu"
      - button "Leave"
  `)
  await expect(page.getByRole('contentinfo')).toMatchAriaSnapshot(`
    - contentinfo "Status":
      - status: Connected
      - button /Connected \\d+ ms. Show details. Connection/
      - button /Show details. How your strokes are kept/
      - button /In sync at \\d+. Show details. Comparison with the host/
      - button /2 people here. Show details. People/
      - button /\\d+ %. Show details. Zoom/
  `)
  await page.keyboard.press('g')
  await expect(page.getByRole('group', { name: 'Tool options: Fill' })).toMatchAriaSnapshot(`
    - 'group "Tool options: Fill"':
      - slider "Tolerance": "32"
      - slider "Grow"
      - slider "Close gaps": "0"
      - combobox "Reach"
      - combobox "Looks at"
  `)
})

test('[UI304] Anna hears what the sheets ask', async ({ studio }) => {
  const { anna } = await paintInTwo(studio)
  await expect(await sheet(anna, 'Control+k')).toMatchAriaSnapshot(`
    - dialog "Search commands":
      - combobox "Search commands, panels and brushes" [expanded]
      - listbox "Found":
        - option "Brush Tools B" [selected]
        - option "Eraser Tools E"
        - option "Undo Edit Ctrl+Z"
        - option "Remove the layer A picture keeps at least one layer." [disabled]
        - 'option "Show panel: Chat Panels"'
        - 'option "Brush: Ink Brushes"'
      - status: ↑ ↓ to choose, Enter to do it, Esc to close
  `)
  await expect(await sheet(anna, '?')).toMatchAriaSnapshot(`
    - dialog "Keyboard shortcuts":
      - banner:
        - heading "Keyboard shortcuts" [level=2]
        - button "Close"
      - textbox "Search shortcuts"
      - button "Change…"
      - region "Tools":
        - heading "Tools" [level=3]
        - term: Brush
        - definition: B
      - region "Window":
        - heading "Window" [level=3]
      - region "While a key is held":
        - term: Move the view
        - definition: Space
  `)
  const preferences = await sheet(anna, 'Control+,')
  await expect(preferences).toMatchAriaSnapshot(`
    - dialog "Preferences":
      - banner:
        - heading "Preferences" [level=2]
        - button "Close"
      - navigation "Sections":
        - button "General"
        - button "Appearance"
        - button "Keyboard"
      - region "General":
        - textbox "Your name": Anna
        - radiogroup "Your colour":
          - radio "Colour 1"
          - radio "Colour 10"
        - group "Hints for new painters":
          - checkbox [checked]
          - button "Show all hints again"
  `)
  await preferences.getByRole('button', { name: 'Appearance' }).click()
  await expect(preferences).toMatchAriaSnapshot(`
    - region "Appearance":
      - group "Theme":
        - radio "Dark" [checked]
        - radio "Light"
        - radio "As the system"
      - combobox "Language":
        - option "As the system" [selected]
        - option "English"
        - option "Deutsch"
  `)
  await preferences.getByRole('button', { name: 'Keyboard' }).click()
  await expect(preferences).toMatchAriaSnapshot(`
    - region "Keyboard":
      - textbox "Search commands"
      - button "Put all keys back" [disabled]
      - region "Tools":
        - heading "Tools" [level=3]
        - 'button "Change the keys of “Brush”: B"'
        - button "Take the keys from “Brush”"
        - button "Put the keys of “Brush” back" [disabled]
  `)
  await expect(await sheet(anna, 'Control+Shift+e')).toMatchAriaSnapshot(`
    - dialog "Export":
      - banner:
        - heading "Export" [level=2]
        - button "Close"
      - group:
        - textbox "File name": Harbour
        - combobox "Format":
          - option "PNG (exact pixels)" [selected]
        - group "What":
          - radio "The whole picture" [checked]
          - radio "What is selected"
          - radio "The layer in hand"
        - group "Background":
          - radio "White paper" [checked]
          - radio "Transparent"
      - button "Save the file"
  `)
})

async function paintInTwo(studio: Studio): Promise<{ anna: DesktopPainter; ben: Painter }> {
  const anna = await studio.desktop('Anna')
  await anna.host('Harbour')
  const ben = await studio.browserTab('Ben')
  await ben.openLink(await anna.invite())
  await anna.paint([wave(await anna.area(), 0.2)])
  await expectSamePicture(anna, ben)
  await anna.canvas.focus()
  return { anna, ben }
}

/** Opened and in sight. */
async function panel(painter: Painter, name: string): Promise<Locator> {
  const found = painter.page.locator(`[data-panel=${name}]`)
  const heading = found.locator('.panel-heading')
  if ((await heading.getAttribute('aria-expanded')) === 'false') await heading.click()
  await expect(heading).toHaveAttribute('aria-expanded', 'true')
  return found
}

/** Opened by its keys, where another one is open instead of it. */
async function sheet(painter: Painter, chord: string): Promise<Locator> {
  const { page } = painter
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await painter.canvas.focus()
  await page.keyboard.press(chord)
  await expect(page.getByRole('dialog')).toHaveCount(1)
  return page.getByRole('dialog')
}
