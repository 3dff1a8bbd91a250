import type { Ref } from 'preact'

export interface PasswordFieldProps {
  label: string
  value: string
  onChange: (value: string) => void
  autocomplete: 'new-password' | 'off'
  describedBy?: string
  invalid?: boolean
  disabled: boolean
  field?: Ref<HTMLInputElement>
}

export function PasswordField(props: PasswordFieldProps) {
  return (
    <label class="field">
      <span>{props.label}</span>
      <input
        ref={props.field ?? null}
        type="password"
        value={props.value}
        autocomplete={props.autocomplete}
        spellcheck={false}
        disabled={props.disabled}
        aria-invalid={props.invalid === true}
        aria-describedby={props.describedBy}
        onInput={(event) => props.onChange(event.currentTarget.value)}
      />
    </label>
  )
}
