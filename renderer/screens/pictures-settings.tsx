import { useEffect, useRef, useState } from 'react'
import type { PicturesView } from '../../electron/ipc/pictures-place.ts'
import { Button } from '../controls/button.tsx'
import { Problem, TextField } from '../controls/text-field.tsx'
import { typedKey } from '../controls/typed-key.ts'
import { gessoApi } from '../session/gesso-api.ts'
import { isFailure } from '../session/is-failure.ts'
import { strings } from '../strings.ts'
import { sayInLanguage } from '../strings/spoken.ts'
import { BucketFields } from './bucket-fields.tsx'
import { ConnectionTest } from './connection-test.tsx'
import {
  bucketFields,
  changeForm,
  formOf,
  formProblems,
  hasProblem,
  secretWishOf,
  settingsOf,
  type PicturesForm,
} from './pictures-form.ts'
import { PlaceChoice, PlaceField, type PlaceEntries } from './place-field.tsx'

/** “Where pictures are kept”, in the place of the shelf. Escape and Cancel leave everything as it is. */
export function PicturesSettings({ onDone }: { onDone: () => void }) {
  const [view, setView] = useState<PicturesView>()
  const [failure, setFailure] = useState<string>()
  useEffect(() => {
    void gessoApi?.pictures().then((answer) => {
      if (isFailure(answer)) setFailure(answer.message)
      else setView(answer)
    })
  }, [])
  return (
    <section
      className="shelf place-settings"
      aria-label={strings.place.heading}
      onKeyDown={(event) => {
        if (typedKey(event.nativeEvent) === 'Escape') onDone()
      }}
    >
      <div className="shelf-head">
        <h2>{strings.place.heading}</h2>
      </div>
      {view === undefined ? (
        <>
          <p className={failure === undefined ? 'dim' : 'problem'}>
            {failure === undefined ? strings.place.loading : sayInLanguage(failure)}
          </p>
          {failure !== undefined && <Button onClick={onDone}>{strings.place.cancel}</Button>}
        </>
      ) : (
        <SettingsForm view={view} onView={setView} onDone={onDone} />
      )}
    </section>
  )
}

/** What became of a press: the secret is forgotten, or something is wrong. */
type Said =
  | { readonly tone: 'good'; readonly sentence?: undefined }
  | { readonly tone: 'wrong'; readonly sentence: string }

interface SettingsFormProps {
  readonly view: PicturesView
  readonly onView: (view: PicturesView) => void
  readonly onDone: () => void
}

function SettingsForm({ view, onView, onDone }: SettingsFormProps) {
  const words = strings.place
  const [form, setForm] = useState(() => formOf(view))
  const [wasAsked, setWasAsked] = useState(false)
  const [isSaving, setIsSaving] = useState(false)
  const [said, setSaid] = useState<Said>()
  const element = useRef<HTMLFormElement>(null)
  useEffect(() => element.current?.querySelector<HTMLInputElement>('input:checked')?.focus(), [])
  const problems = formProblems(form, view, wasAsked)

  const change = (part: Partial<PicturesForm>): void => {
    setForm(changeForm(form, part))
    setSaid(undefined)
  }
  const entries: PlaceEntries = { form, problems, onChange: change }
  const isReady = (fields: readonly (keyof PicturesForm)[] | undefined): boolean => {
    if (!hasProblem(formProblems(form, view, true), fields)) return true
    setWasAsked(true)
    requestAnimationFrame(() =>
      element.current?.querySelector<HTMLInputElement>('[aria-invalid="true"]')?.focus(),
    )
    return false
  }
  const save = async (): Promise<void> => {
    if (isSaving || !isReady(undefined)) return
    setIsSaving(true)
    const answer = await gessoApi?.savePictures(settingsOf(form, view), secretWishOf(form))
    setIsSaving(false)
    if (isFailure(answer)) setSaid({ tone: 'wrong', sentence: answer.message })
    else onDone()
  }
  const forget = async (): Promise<void> => {
    const answer = await gessoApi?.savePictures(view.settings, { kind: 'remove' })
    if (answer === undefined) return
    if (isFailure(answer)) return setSaid({ tone: 'wrong', sentence: answer.message })
    onView(answer)
    setForm({ ...form, secretAccessKey: '', sessionToken: '' })
    setSaid({ tone: 'good' })
  }

  return (
    <form
      ref={element}
      className="place-form"
      aria-label={words.heading}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <div className="place-fields">
        {view.notice !== undefined && (
          <p className="place-wide place-words honest">{sayInLanguage(view.notice)}</p>
        )}
        <div className="place-wide">
          <PlaceChoice
            {...entries}
            name="place"
            label={words.kind}
            options={['computer', 'bucket']}
            words={{ computer: words.computer, bucket: words.bucket }}
          />
        </div>
        <p className="dim place-wide place-words">
          {form.place === 'bucket' && `${words.bucketHint} `}
          {words.stay}
        </p>
        {form.place === 'computer' ? (
          <FolderField form={form} view={view} onFolder={(folder) => change({ folder })} />
        ) : (
          <>
            <BucketFields entries={entries} view={view} onForget={() => void forget()} />
            <ConnectionTest
              form={form}
              isReady={(fields) => isReady(fields === 'all' ? bucketFields : ['bucket', 'prefix'])}
            />
          </>
        )}
        <HistoryFields {...entries} />
      </div>
      <div className="place-end">
        {said?.tone === 'good' ? (
          <p className="dim" role="status">
            {words.forgotten}
          </p>
        ) : (
          <Problem id="place-problem" sentence={said?.sentence} />
        )}
        <Button onClick={onDone}>{words.cancel}</Button>
        <Button type="submit" look="primary" disabled={isSaving}>
          {words.save}
        </Button>
      </div>
    </form>
  )
}

interface FolderFieldProps {
  readonly form: PicturesForm
  readonly view: PicturesView
  readonly onFolder: (folder: string) => void
}

/** The folder is chosen in the system's own dialog: a page names none. */
function FolderField({ form, view, onFolder }: FolderFieldProps) {
  const words = strings.place
  const shown = form.folder === '' ? view.usualFolder : form.folder
  const choose = async (): Promise<void> => {
    const answer = await gessoApi?.chooseFolder()
    if (typeof answer === 'string') onFolder(answer)
  }
  return (
    <div className="place-wide place-folder">
      <TextField label={words.folder} value={shown} title={shown} readOnly onText={() => undefined} />
      <div className="place-answers">
        <Button onClick={() => void choose()}>{words.chooseFolder}</Button>
        <Button disabled={form.folder === ''} onClick={() => onFolder('')}>
          {words.usualFolder}
        </Button>
      </div>
    </div>
  )
}

function HistoryFields(entries: PlaceEntries) {
  const words = strings.place
  const { history } = entries.form
  return (
    <>
      <PlaceChoice
        {...entries}
        name="history"
        label={words.history}
        options={['all', 'days']}
        words={{ all: words.historyAll, days: words.historyDays }}
      />
      {history === 'days' && <PlaceField {...entries} name="days" inputMode="numeric" />}
      <p className="dim place-wide place-words">
        {history === 'all' ? words.historyAllHint : words.historyDaysHint}
      </p>
    </>
  )
}
