import { Segments, type SegmentsProps } from '../controls/segments.tsx'
import { TextField, type TextFieldProps } from '../controls/text-field.tsx'
import { strings } from '../strings.ts'
import type { FormProblems, PicturesForm } from './pictures-form.ts'

/** What the fields of the form have in common. */
export interface PlaceEntries {
  readonly form: PicturesForm
  readonly problems: FormProblems
  readonly onChange: (change: Partial<PicturesForm>) => void
}

type ChoiceName = 'place' | 'addressing' | 'checksums' | 'credentials' | 'history'
type LineName = keyof typeof strings.place.lines

type PlaceFieldProps = PlaceEntries & { readonly name: LineName } & Omit<
    TextFieldProps,
    'form' | 'name' | 'label' | 'note' | 'value' | 'problem' | 'onText'
  >

/** A line of the form. */
export function PlaceField({ form, problems, onChange, name, ...rest }: PlaceFieldProps) {
  return (
    <TextField
      {...strings.place.lines[name]}
      {...rest}
      value={form[name]}
      problem={problems[name]}
      onText={(text) => onChange({ [name]: text })}
    />
  )
}

type PlaceChoiceProps<N extends ChoiceName> = PlaceEntries & { readonly name: N } & Omit<
    SegmentsProps<PicturesForm[N]>,
    'name' | 'value' | 'onValue'
  >

/** A choice of the form. */
export function PlaceChoice<N extends ChoiceName>(props: PlaceChoiceProps<N>) {
  const { form, problems: _problems, onChange, name, ...rest } = props
  return (
    <Segments {...rest} name={name} value={form[name]} onValue={(value) => onChange({ [name]: value })} />
  )
}
