import type { PicturesView } from '../../electron/ipc/pictures-place.ts'
import { Button } from '../controls/button.tsx'
import { Segments } from '../controls/segments.tsx'
import { TextField } from '../controls/text-field.tsx'
import { strings } from '../strings.ts'
import { keptSecret, type FormProblems, type PicturesForm } from './pictures-form.ts'

interface BucketFieldsProps {
  readonly form: PicturesForm
  readonly view: PicturesView
  readonly problems: FormProblems
  readonly onChange: (change: Partial<PicturesForm>) => void
  readonly onForget: () => void
}

/** The bucket, how it is reached, and whose access it is. */
export function BucketFields({ form, view, problems, onChange, onForget }: BucketFieldsProps) {
  const words = strings.place
  const isOpen = form.endpoint.trim().startsWith('http://')
  return (
    <>
      <TextField
        label={words.bucketName}
        placeholder={words.bucketNamePlaceholder}
        value={form.bucket}
        problem={problems.bucket}
        onText={(bucket) => onChange({ bucket })}
      />
      <TextField
        label={words.prefix}
        note={words.prefixNote}
        placeholder={words.prefixPlaceholder}
        value={form.prefix}
        problem={problems.prefix}
        onText={(prefix) => onChange({ prefix })}
      />
      <TextField
        label={words.endpoint}
        note={words.endpointNote}
        placeholder={words.endpointPlaceholder}
        value={form.endpoint}
        problem={problems.endpoint}
        title={isOpen ? words.endpointOpen : undefined}
        onText={(endpoint) => onChange({ endpoint })}
      />
      <TextField
        label={words.region}
        value={form.region}
        problem={problems.region}
        onText={(region) => onChange({ region })}
      />
      <div className="place-wide">
        <Segments
          label={words.credentials}
          name="credentials"
          value={form.credentials}
          options={['computer', 'entered']}
          words={{ computer: words.fromComputer, entered: words.entered }}
          onValue={(credentials) => onChange({ credentials })}
        />
      </div>
      {form.credentials === 'computer' ? (
        <p className="dim place-wide place-words">{words.fromComputerHint}</p>
      ) : (
        <KeyFields form={form} view={view} problems={problems} onChange={onChange} onForget={onForget} />
      )}
      <details className="place-wide place-more">
        <summary>{words.more}</summary>
        <div className="place-pair">
          <Segments
            label={words.addressing}
            name="addressing"
            value={form.addressing}
            options={['path', 'host']}
            words={words.addressings}
            hint={words.addressingHint}
            onValue={(addressing) => onChange({ addressing })}
          />
          <Segments
            label={words.checksums}
            name="checksums"
            value={form.checksums}
            options={['always', 'when-required']}
            words={words.checksumKinds}
            hint={words.checksumsHint}
            onValue={(checksums) => onChange({ checksums })}
          />
        </div>
      </details>
    </>
  )
}

function KeyFields({ form, view, problems, onChange, onForget }: BucketFieldsProps) {
  const words = strings.place
  const kept = keptSecret(form, view)
  const placeholders = { keychain: words.secretInKeychain, 'this-run': words.secretThisRun } as const
  return (
    <>
      <TextField
        label={words.accessKeyId}
        value={form.accessKeyId}
        problem={problems.accessKeyId}
        onText={(accessKeyId) => onChange({ accessKeyId })}
      />
      <TextField
        label={words.secretAccessKey}
        type="password"
        autoComplete="new-password"
        placeholder={kept === undefined ? '' : placeholders[kept.kept]}
        value={form.secretAccessKey}
        problem={problems.secretAccessKey}
        onText={(secretAccessKey) => onChange({ secretAccessKey })}
      />
      <TextField
        label={words.sessionToken}
        note={words.sessionTokenNote}
        type="password"
        autoComplete="new-password"
        value={form.sessionToken}
        problem={problems.sessionToken}
        onText={(sessionToken) => onChange({ sessionToken })}
      />
      <div className="field place-forget">
        <Button disabled={view.secret === undefined} onClick={onForget}>
          {words.forget}
        </Button>
      </div>
      <p
        className={view.keychain === 'there' ? 'dim place-wide place-words' : 'place-wide place-words honest'}
        role="note"
      >
        {view.keychain === 'there' ? words.secretSealed : words.secretNotSealed}
      </p>
    </>
  )
}
