import { fixed } from './config.ts'
import { isSameCode } from './crypto/code-hash.ts'
import type { Keyring } from './crypto/keyring.ts'
import { openSecret } from './crypto/sealed-secret.ts'
import { createTotpHmac } from './crypto/totp-hmac.ts'
import { generateTotp, timeStep } from './otp/index.ts'
import type { ReadingRow } from './tables.ts'

/** Finds the latest step whose code of a factor this is: a code that fits two uses up the later. Null when it fits none. */
export function createFindStep({
  keyring,
  window: acceptedWindow,
}: {
  keyring: Keyring
  /** How many steps around now are looked at, where the caller names no other number. */
  window: number
}) {
  return function findStep(
    factor: ReadingRow<'factors'>,
    code: string,
    now: number,
    window: number = acceptedWindow,
  ): number | null {
    const secret = openSecret(
      factor.sealedSecret,
      { table: 'factors', userId: factor.userId, rowId: factor.id },
      keyring,
    )
    const parameters = {
      type: 'totp' as const,
      secret,
      algorithm: fixed.algorithm,
      digits: fixed.digits,
      period: fixed.period,
      counter: 0,
    }
    const hmac = createTotpHmac(secret)
    const current = timeStep(fixed.period, now)
    let found: number | null = null
    for (let step = Math.max(0, current - window); step <= current + window; step++) {
      // Every step is compared, whatever the earlier ones said: the time taken tells nothing.
      if (isSameCode(generateTotp(parameters, step * fixed.period * 1000, hmac), code)) found = step
    }
    secret.fill(0)
    return found
  }
}
