import { useState } from 'react'
import { useStore } from 'zustand'
import { nameProblem, type Person } from '../session/person.ts'
import type { AppStore } from '../stores/app-store.ts'

/** The person of this window, and a check that asks for a name before anything is begun with it. */
export function usePerson(appStore: AppStore): {
  person: Person
  problem: string | undefined
  change: (person: Person) => void
  /** Whether the person can begin; otherwise the name field says what is missing and takes the focus. */
  isReady: () => boolean
} {
  const person = useStore(appStore, (state) => state.person)
  const [wasAsked, setWasAsked] = useState(false)
  return {
    person,
    problem: wasAsked ? nameProblem(person.name) : undefined,
    change: (next) => appStore.getState().changePerson(next),
    isReady() {
      setWasAsked(true)
      if (nameProblem(person.name) === undefined) return true
      document.querySelector<HTMLInputElement>('input[name="name"]')?.focus()
      return false
    },
  }
}
