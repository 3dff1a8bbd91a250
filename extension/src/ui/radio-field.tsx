export interface RadioFieldProps {
  name: string
  label: string
  checked: boolean
  onChoose: () => void
}

export function RadioField({ name, label, checked, onChoose }: RadioFieldProps) {
  return (
    <label class="check">
      <input type="radio" autocomplete="off" name={name} checked={checked} onInput={onChoose} />
      <span>{label}</span>
    </label>
  )
}
