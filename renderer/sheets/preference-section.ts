import { createStore } from 'zustand/vanilla'

export const preferenceSections = ['general', 'appearance', 'pen', 'keyboard', 'hosting'] as const
export type PreferenceSection = (typeof preferenceSections)[number]

/** The part of the preferences that is shown: where one was last, or where somebody was led. */
export const shownPreferenceSection = createStore<{ readonly section: PreferenceSection }>(() => ({
  section: 'general',
}))

export function showPreferenceSection(section: PreferenceSection): void {
  shownPreferenceSection.setState({ section })
}
