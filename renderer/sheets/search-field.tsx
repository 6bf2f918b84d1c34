import { Search } from 'lucide-react'

interface SearchFieldProps {
  readonly label: string
  readonly value: string
  readonly onText: (text: string) => void
}

/** A line that narrows a list; it has the keyboard when its sheet opens. */
export function SearchField({ label, value, onText }: SearchFieldProps) {
  return (
    <div className="search-field">
      <Search size={15} aria-hidden />
      <input
        data-first
        className="text-input"
        type="text"
        aria-label={label}
        placeholder={label}
        value={value}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onText(event.target.value)}
      />
    </div>
  )
}
