import type { Ref } from 'preact'
import { enterBelow } from './focus.ts'

export interface SearchFieldProps {
  label: string
  value: string
  field: Ref<HTMLInputElement>
  /** Where the list is that the down arrow leads into. */
  list: () => ParentNode | null
  onChange: (value: string) => void
}

export function SearchField({ label, value, field, list, onChange }: SearchFieldProps) {
  return (
    <input
      ref={field}
      type="search"
      value={value}
      aria-label={label}
      placeholder={label}
      autocomplete="off"
      spellcheck={false}
      onInput={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => enterBelow(event, list())}
    />
  )
}
