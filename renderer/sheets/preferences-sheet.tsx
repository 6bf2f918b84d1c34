import { useId } from 'react'
import { useStore } from 'zustand'
import { Button } from '../controls/button.tsx'
import { ChoiceField } from '../controls/choice-field.tsx'
import { Segments } from '../controls/segments.tsx'
import { PersonFields } from '../screens/person-fields.tsx'
import { nameProblem } from '../session/person.ts'
import { gessoApi } from '../session/gesso-api.ts'
import { useApp } from '../session/use-parts.ts'
import { languageChoices, themes } from '../stores/preferences-store.ts'
import { strings } from '../strings.ts'
import { HostingPreferences } from './hosting-preferences.tsx'
import { KeyboardPreferences } from './keyboard-preferences.tsx'
import { PenPreferences } from './pen-preferences.tsx'
import { preferenceSections, showPreferenceSection, shownPreferenceSection } from './preference-section.ts'

/** A browser hosts nothing. */
const sections = preferenceSections.filter((name) => name !== 'hosting' || gessoApi !== undefined)

/** How the person wants the window to be. Everything applies at once. */
export function PreferencesSheet() {
  const section = useStore(shownPreferenceSection, (state) => state.section)
  const words = strings.preferences
  return (
    <div className="preferences">
      <nav className="preference-sections" aria-label={words.sections}>
        {sections.map((name) => (
          <button
            key={name}
            type="button"
            className="preference-section"
            // The list of commands has a search to begin with.
            data-first={name === section && section !== 'keyboard' ? '' : undefined}
            aria-current={name === section ? 'page' : undefined}
            onClick={() => showPreferenceSection(name)}
          >
            {words.section[name]}
          </button>
        ))}
      </nav>
      <section className="preference-page" aria-label={words.section[section]}>
        {section === 'general' && <GeneralPreferences />}
        {section === 'appearance' && <AppearancePreferences />}
        {section === 'pen' && <PenPreferences />}
        {section === 'keyboard' && <KeyboardPreferences />}
        {section === 'hosting' && <HostingPreferences />}
      </section>
    </div>
  )
}

function GeneralPreferences() {
  const { appStore, firstHints } = useApp()
  const id = useId()
  const person = useStore(appStore, (state) => state.person)
  const isOn = useStore(firstHints, (state) => state.isOn)
  const words = strings.preferences
  return (
    <>
      <PersonFields
        person={person}
        // Nobody has to have a name here.
        problem={person.name.trim() === '' ? undefined : nameProblem(person.name)}
        onPerson={(next) => appStore.getState().changePerson(next)}
      />
      <p className="dim">{words.personNote}</p>
      <fieldset className="preference-set">
        <legend>{words.hints}</legend>
        <label className="check-row" htmlFor={id}>
          <input
            id={id}
            type="checkbox"
            checked={isOn}
            onChange={(event) => firstHints.getState().setOn(event.target.checked)}
          />
          {words.hintsOn}
        </label>
        <Button onClick={() => firstHints.getState().reset()}>{words.hintsAgain}</Button>
      </fieldset>
    </>
  )
}

function AppearancePreferences() {
  const { preferencesStore } = useApp()
  const theme = useStore(preferencesStore, (state) => state.theme)
  const language = useStore(preferencesStore, (state) => state.language)
  const { change } = preferencesStore.getState()
  const words = strings.preferences
  return (
    <>
      <Segments
        label={words.theme}
        name="theme"
        value={theme}
        options={themes}
        words={words.themes}
        onValue={(chosen) => change({ theme: chosen })}
      />
      <ChoiceField
        label={words.language}
        value={language}
        options={languageChoices}
        words={{ system: words.systemLanguage, ...words.languageNames }}
        onValue={(chosen) => change({ language: chosen })}
      />
    </>
  )
}
