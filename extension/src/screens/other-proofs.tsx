import { useEffect, useState } from 'preact/hooks'
import type { UnlockProof } from '../core/vault/proof.ts'
import { listPasskeys, type UnlockWay } from '../core/vault/unlock-ways.ts'
import { openManager } from '../platform/manager-tab.ts'
import { askPasskey, canUsePasskeys } from '../platform/passkey.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { useFirstFocus } from '../ui/focus.ts'
import { say } from '../ui/words.ts'
import { describeNoPasskey } from './describe-unproven.ts'
import { useScreen } from './screen-context.ts'

export interface OtherProofsProps {
  /** Null where nothing can be typed. */
  asked: 'password' | 'recovery_kit' | null
  kinds: ReadonlySet<UnlockWay['kind']>
  /** The passkey is the one thing to do. */
  takesFocus: boolean
  onTurn: (kind: 'password' | 'recovery_kit') => void
  /** With what makes the proof, or says why there is none. */
  onPasskey: (makeProof: () => Promise<UnlockProof | string>) => void
}

/** The ways to prove who one is besides the one that is asked for. */
export function OtherProofs({ asked, kinds, takesFocus, onTurn, onPasskey }: OtherProofsProps) {
  const { staysOpen } = useScreen()
  const [withPasskeys, setWithPasskeys] = useState(false)
  const passkey = useFirstFocus<HTMLButtonElement>(takesFocus && withPasskeys)
  useEffect(() => {
    void canUsePasskeys().then(setWithPasskeys)
  }, [])

  const makePasskeyProof = async (): Promise<UnlockProof | string> => {
    const answer = await askPasskey(await listPasskeys(vaultEnvironment))
    if (answer.status === 'answered') {
      return { kind: 'passkey', credentialId: answer.credentialId, secret: answer.secret }
    }
    return describeNoPasskey(answer)
  }

  const ways = [
    kinds.has('passkey') && withPasskeys && (
      <button
        key="passkey"
        ref={passkey}
        type="button"
        class={asked === null ? 'main' : ''}
        onClick={() => (staysOpen ? onPasskey(makePasskeyProof) : void openManager(''))}
      >
        {say('usePasskey')}
      </button>
    ),
    asked !== 'recovery_kit' && kinds.has('recovery_kit') && (
      <button key="kit" type="button" onClick={() => onTurn('recovery_kit')}>
        {say('useKit')}
      </button>
    ),
    asked !== 'password' && kinds.has('password') && (
      <button key="password" type="button" onClick={() => onTurn('password')}>
        {say('usePassword')}
      </button>
    ),
  ].filter((way) => way !== false)
  return ways.length === 0 ? null : <div class="choices">{ways}</div>
}
