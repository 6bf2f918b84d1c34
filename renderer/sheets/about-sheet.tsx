import { useEffect, useState } from 'react'
import type { notices as Notices } from 'virtual:library-notices'
import { readWindowFacts, type WindowFacts } from '../session/window-facts.ts'
import { strings } from '../strings.ts'

type LibraryNotices = typeof Notices

/** Which Gesso this is, on what it runs, and whose work is in it. */
export function AboutSheet() {
  const [facts, setFacts] = useState<WindowFacts>()
  const [notices, setNotices] = useState<LibraryNotices>()
  const words = strings.about
  useEffect(() => {
    let isThere = true
    void readWindowFacts().then((read) => isThere && setFacts(read))
    // Large, and read by few.
    void import('virtual:library-notices').then((found) => isThere && setNotices(found.notices))
    return () => {
      isThere = false
    }
  }, [])
  return (
    <div className="about">
      <p className="about-name">
        {strings.app.name}
        {facts?.version !== undefined && <span className="dim">{words.version(facts.version)}</span>}
      </p>
      <p>{words.what}</p>
      <p>{words.licence}</p>
      <h3>{words.runsOn}</h3>
      {facts !== undefined && <RunsOn facts={facts} />}
      <h3>{words.notices}</h3>
      <p className="dim">{notices === undefined ? words.loading : words.noticesHint}</p>
      <ul className="notice-libraries">
        {notices?.libraries.map((library) => (
          <li key={`${library.name} ${library.version}`}>
            <details>
              <summary>
                {library.name} {library.version} <span className="dim">{library.licence}</span>
              </summary>
              <pre tabIndex={0} aria-label={words.licenceOf(library.name)}>
                {notices.texts[library.text] ?? library.licence}
              </pre>
            </details>
          </li>
        ))}
      </ul>
    </div>
  )
}

function RunsOn({ facts }: { readonly facts: WindowFacts }) {
  const words = strings.about
  const { electron, chrome, system, browser } = facts
  return (
    <ul>
      <li>
        {electron === undefined || chrome === undefined
          ? words.browser(browser)
          : words.electron(electron, chrome)}
      </li>
      {system !== undefined && <li>{words.system(system)}</li>}
    </ul>
  )
}
