import { randomUUID } from 'node:crypto'
import type { AttemptRules } from '../../attempt-rules.ts'
import type { AttemptCount, Consumption, Store } from '../../ports.ts'
import type { Row } from '../../tables.ts'

export const NOW = Date.UTC(2026, 0, 1)
export const MINUTE = 60_000
export const PARALLEL = 20

export const RULES: AttemptRules = {
  consecutive: 3,
  pauseMs: 15 * MINUTE,
  maxPauseMs: 60 * MINUTE,
  rolling: 10,
  rollingMs: 30 * 24 * 60 * MINUTE,
  address: 5,
  addressMs: 10 * MINUTE,
}

export function factorRow(userId: string, changes: Partial<Row<'factors'>> = {}): Row<'factors'> {
  return {
    id: randomUUID(),
    userId,
    type: 'totp',
    label: 'Telefon på köksbordet ☎',
    state: 'active',
    sealedSecret: 'sealed',
    keyId: 'k',
    lastStep: 100,
    attempts: 0,
    createdAt: NOW,
    expiresAt: null,
    confirmedAt: NOW,
    lastUsedAt: null,
    preferred: 0,
    authority: 'first',
    replaces: null,
    heldUntil: null,
    skew: null,
    skewStep: null,
    ...changes,
  }
}

export function challengeRow(userId: string, changes: Partial<Row<'challenges'>> = {}): Row<'challenges'> {
  return {
    id: randomUUID(),
    userId,
    purpose: 'login',
    attempts: 0,
    attemptsAllowed: 50,
    createdAt: NOW,
    expiresAt: NOW + 5 * MINUTE,
    consumedAt: null,
    consumedBy: null,
    skew: null,
    skewStep: null,
    methods: 'totp recovery_code',
    entryId: null,
    ...changes,
  }
}

export function accountRow(userId: string, changes: Partial<Row<'accounts'>> = {}): Row<'accounts'> {
  const counters = {
    counted: 0,
    cleared: 0,
    lastCountedAt: 0,
    rolling: 0,
    rollingSince: 0,
    suspendedAt: null,
    recovering: 0,
  }
  return { userId, ...counters, ...changes }
}

export function recoveryCodeRow(userId: string, codeHash: string): Row<'recoveryCodes'> {
  return { userId, codeHash, createdAt: NOW, usedAt: null }
}

export function sentCodeRow(
  userId: string,
  id: string,
  changes: Partial<Row<'sentCodes'>> = {},
): Row<'sentCodes'> {
  const times = { sentAt: NOW, expiresAt: NOW + 5 * MINUTE, usedAt: null }
  return { id, userId, factorId: null, codeHash: 'hash', keyId: 'k', sends: 1, ...times, ...changes }
}

export function auditRow(userId: string, changes: Partial<Row<'audit'>> = {}): Row<'audit'> {
  const text = { data: '{"naïve":"å ä ö ☎"}', keyId: 'k', mac: 'm', checkpoint: null }
  return {
    id: randomUUID(),
    at: NOW,
    type: 'conformance',
    userId,
    actorId: null,
    address: '203.0.113.7',
    ...text,
    ...changes,
  }
}

/** A user with an open account, an active factor, two recovery codes and one open challenge. */
export async function addUser(store: Store, account: Partial<Row<'accounts'>> = {}) {
  const userId = randomUUID()
  const factor = factorRow(userId)
  const challenge = challengeRow(userId)
  await store.transaction(async (tx) => {
    await tx.insert('accounts', accountRow(userId, account))
    await tx.insert('factors', factor)
    await tx.insert('challenges', challenge)
    await tx.insert('recoveryCodes', recoveryCodeRow(userId, 'a'), recoveryCodeRow(userId, 'b'))
  })
  const count = (changes: Partial<AttemptCount> = {}) =>
    store.countAttempt({
      challengeId: challenge.id,
      userId,
      address: null,
      now: NOW,
      rules: RULES,
      passesSuspension: false,
      ...changes,
    })
  const consume = (changes: Partial<Consumption> = {}) =>
    store.consume({
      challengeId: challenge.id,
      entryId: challenge.entryId,
      userId,
      address: null,
      now: NOW,
      attempt: 1,
      use: { kind: 'totp', factorId: factor.id, step: 101 },
      usedBy: 'the code',
      audit: [auditRow(userId)],
      ...changes,
    })
  return { userId, factor, challenge, count, consume }
}

/** The state of everything that belongs to a user, to compare before and after. */
export async function readAll(store: Store, userId: string) {
  return {
    accounts: await store.find('accounts', { userId }),
    factors: await store.find('factors', { userId }, { orderBy: 'id' }),
    challenges: await store.find('challenges', { userId }, { orderBy: 'id' }),
    recoveryCodes: await store.find('recoveryCodes', { userId }, { orderBy: 'codeHash' }),
    audit: await store.find('audit', { userId }, { orderBy: 'id' }),
  }
}

export async function only<T>(rows: Promise<T[]>): Promise<T> {
  const [row] = await rows
  if (row === undefined) throw new Error('the row is not there')
  return row
}
