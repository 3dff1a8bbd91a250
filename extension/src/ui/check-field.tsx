import type { ComponentChildren } from 'preact'

export interface CheckFieldProps {
  checked: boolean
  disabled?: boolean
  onChange: (checked: boolean) => void
  /** The label. */
  children: ComponentChildren
}

export function CheckField({ checked, disabled, onChange, children }: CheckFieldProps) {
  return (
    <label class="check">
      <input
        type="checkbox"
        autocomplete="off"
        checked={checked}
        disabled={disabled}
        onInput={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{children}</span>
    </label>
  )
}
