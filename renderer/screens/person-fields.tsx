import { ColorChoice } from '../controls/color-choice.tsx'
import { TextField } from '../controls/text-field.tsx'
import { personColors, type Person } from '../session/person.ts'
import { strings } from '../strings.ts'

interface PersonFieldsProps {
  readonly person: Person
  readonly problem: string | undefined
  readonly onPerson: (person: Person) => void
}

/** Name and colour of the person at this window. */
export function PersonFields({ person, problem, onPerson }: PersonFieldsProps) {
  return (
    <div className="person-fields">
      <TextField
        label={strings.person.name}
        placeholder={strings.person.namePlaceholder}
        name="name"
        value={person.name}
        problem={problem}
        onText={(name) => onPerson({ ...person, name })}
      />
      <ColorChoice
        label={strings.person.color}
        colors={personColors}
        chosen={person.color}
        optionLabel={strings.person.colorOption}
        onChoose={(color) => onPerson({ ...person, color })}
      />
    </div>
  )
}
