import type { Ref } from 'preact'

export interface TextFieldProps {
  label: string
  value: string
  /** Most UTF-16 units that it takes. */
  limit?: number
  describedBy?: string
  field?: Ref<HTMLInputElement>
  onChange: (value: string) => void
}

export function TextField({ label, value, limit, describedBy, field, onChange }: TextFieldProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        ref={field ?? null}
        type="text"
        value={value}
        maxLength={limit}
        autocomplete="off"
        spellcheck={false}
        aria-describedby={describedBy}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  )
}
