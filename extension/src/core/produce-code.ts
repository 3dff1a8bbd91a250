import { generateHotp, generateTotp } from 'countersign/otp'
import { takeCounter } from './accounts.ts'
import type { VaultAccount, VaultContents } from './vault/contents.ts'
import type { VaultEnvironment } from './vault/environment.ts'
import { changeVault } from './vault/vault.ts'

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
  const taken = await changeVault(environment, takeCounter(account.id))
  if (taken.status === 'locked') return taken
  if (taken.result === null) return { status: 'gone' }
  const code = generateHotp(taken.result.account, taken.result.counter)
  return { status: 'produced', code, contents: taken.contents }
}
