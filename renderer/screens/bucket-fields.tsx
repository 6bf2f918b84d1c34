import type { PicturesView } from '../../electron/ipc/pictures-place.ts'
import { Button } from '../controls/button.tsx'
import { strings } from '../strings.ts'
import { keptSecret } from './pictures-form.ts'
import { PlaceChoice, PlaceField, type PlaceEntries } from './place-field.tsx'

interface BucketFieldsProps {
  readonly entries: PlaceEntries
  readonly view: PicturesView
  readonly onForget: () => void
}

/** The bucket, how it is reached, and whose access it is. */
export function BucketFields({ entries, view, onForget }: BucketFieldsProps) {
  const words = strings.place
  const { form } = entries
  const isOpen = form.endpoint.trim().startsWith('http://')
  return (
    <>
      <PlaceField {...entries} name="bucket" />
      <PlaceField {...entries} name="prefix" />
      <PlaceField {...entries} name="endpoint" title={isOpen ? words.endpointOpen : undefined} />
      <PlaceField {...entries} name="region" />
      <div className="place-wide">
        <PlaceChoice
          {...entries}
          name="credentials"
          label={words.credentials}
          options={['computer', 'entered']}
          words={{ computer: words.fromComputer, entered: words.entered }}
        />
      </div>
      {form.credentials === 'computer' ? (
        <p className="dim place-wide place-words">{words.fromComputerHint}</p>
      ) : (
        <KeyFields entries={entries} view={view} onForget={onForget} />
      )}
      <details className="place-wide place-more">
        <summary>{words.more}</summary>
        <div className="place-pair">
          <PlaceChoice
            {...entries}
            name="addressing"
            label={words.addressing}
            options={['path', 'host']}
            words={words.addressings}
            hint={words.addressingHint}
          />
          <PlaceChoice
            {...entries}
            name="checksums"
            label={words.checksums}
            options={['always', 'when-required']}
            words={words.checksumKinds}
            hint={words.checksumsHint}
          />
        </div>
      </details>
    </>
  )
}

function KeyFields({ entries, view, onForget }: BucketFieldsProps) {
  const words = strings.place
  const kept = keptSecret(entries.form, view)
  const placeholders = { keychain: words.secretInKeychain, 'this-run': words.secretThisRun } as const
  return (
    <>
      <PlaceField {...entries} name="accessKeyId" />
      <PlaceField
        {...entries}
        name="secretAccessKey"
        type="password"
        autoComplete="new-password"
        placeholder={kept === undefined ? '' : placeholders[kept.kept]}
      />
      <PlaceField {...entries} name="sessionToken" type="password" autoComplete="new-password" />
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
