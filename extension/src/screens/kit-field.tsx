import type { Ref } from 'preact'
import { say } from '../ui/words.ts'

export interface KitFieldProps {
  value: string
  onChange: (value: string) => void
  describedBy: string
  invalid: boolean
  field: Ref<HTMLInputElement>
}

/** Takes a recovery kit off its sheet; what is typed is shown, since it is long. */
export function KitField({ value, onChange, describedBy, invalid, field }: KitFieldProps) {
  return (
    <label class="field">
      <span>{say('recoveryKit')}</span>
      <input
        ref={field}
        type="text"
        value={value}
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        placeholder={'XXXXX-XXXXX-…'}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  )
}
