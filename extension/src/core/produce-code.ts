import { generateHotp, generateTotp } from 'countersign/otp'
import { takeCounter } from './accounts.ts'
import type { VaultAccount, VaultContents } from './vault/contents.ts'
import type { VaultEnvironment } from './vault/environment.ts'
import { changeVault, type VaultOperation } from './vault/vault.ts'

export type ProducedCode =
  | { status: 'produced'; code: string; contents?: VaultContents }
  | { status: 'locked' }
  | { status: 'gone' }

/**
 * Gives the code to use at a moment in ms. A counter-based account moves on and is saved before anybody sees the code,
 * because a code that was seen may have been used.
 */
export async function produceCode(
  environment: VaultEnvironment,
  account: VaultAccount,
  now: number,
): Promise<ProducedCode> {
  if (account.type === 'totp') return { status: 'produced', code: generateTotp(account, now) }
  const taken = await changeVault(environment, takeCode(account.id))
  if (taken.status === 'locked') return taken
  if (taken.result === null) return { status: 'gone' }
  return { status: 'produced', code: taken.result, contents: taken.contents }
}

/** Computes the code along with taking its counter: a lock may overwrite the secret while the counter is being saved. */
function takeCode(id: string): VaultOperation<string | null> {
  return (before) => {
    const { contents, result } = takeCounter(id)(before)
    return { contents, result: result === null ? null : generateHotp(result.account, result.counter) }
  }
}
