import { useRef, useState } from 'react'
import { strings } from '../strings.ts'
import { typedKey } from './typed-key.ts'

interface NumberInputProps {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly onValue: (value: number) => void
}

/**
 * Takes the typed number on Enter or when left; anything that is no number is put back, and all of it by Escape. After either key
 * the keyboard is the tools' again. Arrow keys go by ones.
 */
export function NumberInput({ label, value, min, max, onValue }: NumberInputProps) {
  const [typed, setTyped] = useState<string>()
  const isGivenUp = useRef(false)
  const take = (number: number): void => onValue(Math.min(max, Math.max(min, number)))
  const finish = (): void => {
    const number = Number(typed?.replace(',', '.').replace('−', '-'))
    const isNumber = typed !== undefined && typed.trim() !== '' && Number.isFinite(number)
    if (isNumber && !isGivenUp.current) take(number)
    isGivenUp.current = false
    setTyped(undefined)
  }
  const step = (by: 1 | -1): void => {
    setTyped(undefined)
    take(value + by)
  }
  return (
    <input
      className="number-input"
      inputMode="decimal"
      aria-label={label}
      title={strings.options.range(min, max)}
      value={typed ?? String(value)}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={finish}
      onKeyDown={(event) => {
        const key = typedKey(event.nativeEvent)
        isGivenUp.current = key === 'Escape'
        if (key === 'Escape' || key === 'Enter') event.currentTarget.blur()
        if (key !== 'ArrowUp' && key !== 'ArrowDown') return
        event.preventDefault()
        step(key === 'ArrowUp' ? 1 : -1)
      }}
    />
  )
}
