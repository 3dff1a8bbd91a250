import { OTP_LIMITS, type OtpAccount } from 'countersign/otp'

import { useFirstFocus } from '../ui/focus.ts'
import { TextField } from '../ui/text-field.tsx'
import { say } from '../ui/words.ts'

export type TypedNames = Pick<OtpAccount, 'issuer' | 'account'>

export interface NameFieldsProps {
  typed: TypedNames
  /** Whether it is the first thing to do. */
  takesFocus: boolean
  onChange: (typed: TypedNames) => void
}

/** Asks what an account is called that has neither an issuer nor a name of its own. */
export function NameFields({ typed, takesFocus, onChange }: NameFieldsProps) {
  const first = useFirstFocus<HTMLInputElement>(takesFocus)
  return (
    <>
      <TextField
        label={say('issuer')}
        value={typed.issuer}
        limit={OTP_LIMITS.name.most}
        field={first}
        onChange={(issuer) => onChange({ ...typed, issuer })}
      />
      <TextField
        label={say('accountName')}
        value={typed.account}
        limit={OTP_LIMITS.name.most}
        onChange={(account) => onChange({ ...typed, account })}
      />
    </>
  )
}
