import type { OtpAccount } from 'countersign/otp'
import { say } from '../ui/words.ts'

/** How the codes of an account are made, in one quiet line; what is unusual is said apart. */
export function ParametersLine({ account }: { account: OtpAccount }) {
  const { type, digits, period, counter } = account
  const algorithm = account.algorithm.replace('SHA', 'SHA-')
  return (
    <p class="soft">
      {type === 'totp'
        ? say('parametersTime', algorithm, digits, period)
        : say('parametersCounter', algorithm, digits, counter)}
    </p>
  )
}
