import type { Ref } from 'preact'
import { useId, useState } from 'preact/hooks'
import { judgePassword, minPasswordLength, type PasswordStrength } from '../core/password-strength.ts'
import { PasswordField } from '../ui/password-field.tsx'
import { type MessageKey, say } from '../ui/words.ts'

const hints: Record<PasswordStrength, MessageKey> = {
  too_short: 'passwordRule',
  weak: 'passwordWeak',
  fair: 'passwordFair',
  strong: 'passwordStrong',
}

/** A password that is being chosen. */
export interface NewPassword {
  password: string
  again: string
  set(password: string): void
  setAgain(again: string): void
  /** What keeps it from being used, in a sentence; null when nothing does. */
  findProblem(): string | null
}

export function useNewPassword(): NewPassword {
  const [password, set] = useState('')
  const [again, setAgain] = useState('')
  return {
    password,
    again,
    set,
    setAgain,
    findProblem: () => {
      if (judgePassword(password) === 'too_short') return say('passwordTooShort', minPasswordLength)
      return password === again ? null : say('passwordsDiffer')
    },
  }
}

export interface NewPasswordFieldsProps {
  value: NewPassword
  label: string
  againLabel: string
  disabled: boolean
  field?: Ref<HTMLInputElement>
}

/** The two fields in which a password is chosen, and how hard it is to guess. */
export function NewPasswordFields({ value, label, againLabel, disabled, field }: NewPasswordFieldsProps) {
  const hint = useId()
  const strength = judgePassword(value.password)
  return (
    <>
      <PasswordField
        label={label}
        value={value.password}
        onChange={value.set}
        autocomplete="new-password"
        describedBy={hint}
        disabled={disabled}
        {...(field === undefined ? {} : { field })}
      />
      <p id={hint} class={`hint ${strength}`}>
        {say(hints[strength], minPasswordLength)}
      </p>
      <PasswordField
        label={againLabel}
        value={value.again}
        onChange={value.setAgain}
        autocomplete="new-password"
        disabled={disabled}
      />
    </>
  )
}
