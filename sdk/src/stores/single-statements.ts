import { findPauseEnd } from '../attempt-rules.ts'
import { TwoFactorError } from '../errors.ts'
import type { AttemptCount, Consumption, SkewNote, StoreTransaction } from '../ports.ts'
import type { Row } from '../tables.ts'

/**
 * The verbs of a verification, spelt out for engines that are near enough for one statement after the other. False
 * means that the transaction must be rolled back.
 */
export async function countAttemptIn(tx: StoreTransaction, attempt: AttemptCount): Promise<number | null> {
  const { challengeId, userId, address, now, rules, passesSuspension } = attempt
  const isOpen = {
    id: challengeId,
    userId,
    consumedAt: null,
    expiresAt: { above: now },
    attempts: { belowColumn: 'attemptsAllowed' },
  }
  if ((await tx.update('challenges', isOpen, { attempts: { plus: 1 } })) === 0) return null
  const [account] = await tx.find('accounts', { userId }, { lock: true })
  if (account === undefined || findPauseEnd(account, rules) > now) return null
  if (!passesSuspension && (account.suspendedAt !== null || account.rolling >= rules.rolling)) return null
  await tx.update('accounts', { userId }, { counted: { plus: 1 }, rolling: { plus: 1 }, lastCountedAt: now })
  if (address !== null) {
    const counted = await tx.update(
      'addresses',
      { address, failures: { below: rules.address } },
      { failures: { plus: 1 }, lastCountedAt: now },
    )
    if (
      counted === 0 &&
      !(await tx.insert('addresses', {
        address,
        failures: 1,
        failuresSince: now - rules.addressMs,
        lastCountedAt: now,
      }))
    )
      return null
  }
  return account.counted + 1
}

export async function appendAuditIn(
  tx: Pick<StoreTransaction, 'update' | 'insert'>,
  rows: Row<'audit'>[],
  note: SkewNote | undefined,
): Promise<void> {
  if (note !== undefined) {
    const { challengeId: id, skew, skewStep } = note
    await tx.update('challenges', { id }, { skew, skewStep })
  }
  if (!(await tx.insert('audit', ...rows)))
    throw new TwoFactorError('store_failed', 'a row of the record could not be written')
}

async function useUp(
  tx: Pick<StoreTransaction, 'update'>,
  { userId, now, use }: Consumption,
): Promise<boolean> {
  if (use.kind === 'totp') {
    const isUnused = { id: use.factorId, userId, state: 'active', lastStep: { below: use.step } }
    return (await tx.update('factors', isUnused, { lastStep: use.step, lastUsedAt: now })) === 1
  }
  if (use.kind === 'recovery_code') {
    const isUnused = { userId, codeHash: use.codeHash, usedAt: null }
    return (await tx.update('recoveryCodes', isUnused, { usedAt: now })) === 1
  }
  const { id, codeHash, factorId } = use
  if (factorId !== null) {
    const isActive = { id: factorId, userId, state: 'active' }
    if ((await tx.update('factors', isActive, { lastUsedAt: now })) === 0) return false
  }
  const isUnused = { id, userId, codeHash, usedAt: null, expiresAt: { above: now } }
  return (await tx.update('sentCodes', isUnused, { usedAt: now })) === 1
}

export async function consumeIn(
  tx: Pick<StoreTransaction, 'update' | 'insert' | 'delete'>,
  consumption: Consumption,
): Promise<boolean> {
  const { challengeId, entryId, userId, address, now, attempt, use, usedBy, audit } = consumption
  const isOpen = { id: challengeId, userId, entryId, consumedAt: null, expiresAt: { above: now } }
  const consumed = { consumedAt: now, consumedBy: usedBy, attempts: { plus: -1 } }
  if ((await tx.update('challenges', isOpen, consumed)) === 0) return false
  // The race that this closes: twenty requests that all judged the same code right. The row lets one of them by.
  if (!(await useUp(tx, consumption))) return false
  // Who lacks the app may have lost the computers too: none of them is trusted any more.
  if (use.kind === 'recovery_code') {
    await tx.delete('deviceTokens', { userId })
    await tx.delete('trustedDevices', { userId })
  }
  // Failures up to this attempt are forgiven; those counted after it stay. One statement does for nearly everybody.
  const isBehind = { userId, cleared: { below: attempt } }
  const isCounted = { userId, rolling: { above: 0 } }
  const both = await tx.update(
    'accounts',
    { ...isBehind, ...isCounted },
    { cleared: attempt, rolling: { plus: -1 } },
  )
  if (both === 0) {
    await tx.update('accounts', isBehind, { cleared: attempt })
    await tx.update('accounts', isCounted, { rolling: { plus: -1 } })
  }
  if (address !== null)
    await tx.update('addresses', { address, failures: { above: 0 } }, { failures: { plus: -1 } })
  await appendAuditIn(tx, audit, undefined)
  return true
}
