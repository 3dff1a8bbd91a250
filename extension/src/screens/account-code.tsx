import { readCurrentCode } from '../core/codes.ts'
import type { VaultAccount } from '../core/vault/contents.ts'
import { Code, RunningCode } from '../ui/code.tsx'
import { say } from '../ui/words.ts'
import type { CodeUse } from './use-code.ts'

export interface AccountCodeProps {
  account: VaultAccount
  /** ms since 1970 */
  now: number
  use: CodeUse
  /** Whose code it is, for what is read aloud. */
  whose: string
}

/** The running code; or, of a counter-based account, the button that uses up the next one. */
export function AccountCode({ account, now, use, whose }: AccountCodeProps) {
  if (account.type === 'totp') return <RunningCode current={readCurrentCode(account, now)} />
  return (
    <span class="running">
      {use.shownCode !== null && <Code code={use.shownCode} />}
      <button
        type="button"
        class="reveal"
        aria-label={say('showNextCodeAccount', whose)}
        onClick={use.reveal}
      >
        {say('showNextCode')}
      </button>
    </span>
  )
}
