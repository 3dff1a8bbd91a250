import type { Limits } from '../config.ts'
import { hashRecoveryCode, makeRecoveryCode, normalizeRecoveryCode } from '../crypto/code-hash.ts'
import type { AppendAudit, Clock, LockAccount, Random, Store, StoreTransaction, TellIn } from '../ports.ts'
import type { OpenScope } from '../scope.ts'
import type { Permissions } from './permissions.ts'

interface RecoveryCodeParts {
  store: Store
  clock: Clock
  random: Random
  limits: Limits
  append: AppendAudit
  openScope: OpenScope
  tellIn: TellIn
  permissions: Permissions
  lockAccount: LockAccount
  readUserId(userId: unknown): string
  readAddress(ip: string | undefined): string | null
}

/** Puts a new list in the place of the user's old one, in the caller's transaction; the codes are never readable again. */
export type IssueRecoveryCodes = (tx: StoreTransaction, userId: string, now: number) => Promise<string[]>

export function createRecoveryCodes(parts: RecoveryCodeParts) {
  const {
    store,
    clock,
    random,
    limits,
    append,
    openScope,
    tellIn,
    permissions,
    lockAccount,
    readUserId,
    readAddress,
  } = parts

  const issue: IssueRecoveryCodes = async (tx, userId, now) => {
    const codes = Array.from({ length: limits.recoveryCodes }, () => makeRecoveryCode(random))
    const codeHashes = codes.map((code) => hashRecoveryCode(userId, normalizeRecoveryCode(code) as string))
    await tx.delete('recoveryCodes', { userId })
    await tx.insert(
      'recoveryCodes',
      ...codeHashes.map((codeHash) => ({ userId, codeHash, createdAt: now, usedAt: null })),
    )
    return codes
  }

  return {
    issue,
    verbs: {
      /** How many codes the user has left. */
      async remaining({ userId }: { userId: string }): Promise<number> {
        return store.count('recoveryCodes', { userId: readUserId(userId), usedAt: null })
      },

      /**
       * A new list in the place of the old one, of which no code works any more. Shown now and never again.
       *
       * @param input.stepUp the token of a fresh step-up
       */
      async regenerate(input: {
        userId: string
        stepUp: string | undefined
        ip?: string
        transaction?: unknown
      }): Promise<
        { status: 'ok'; recoveryCodes: string[] } | { status: 'step_up_required' | 'not_enrolled' }
      > {
        const userId = readUserId(input.userId)
        const address = readAddress(input.ip)
        const scope = openScope(input.transaction)
        const shown = { userId, purpose: 'step_up', token: input.stepUp } as const
        return scope.transaction(async (tx) => {
          await lockAccount(tx, userId)
          // Under the lock: what a factor that goes out of use in this moment has proven is worth nothing any more.
          if (!(await permissions.holds(shown, tx))) return { status: 'step_up_required' as const }
          if ((await tx.count('factors', { userId, state: { not: 'pending' } })) === 0)
            return { status: 'not_enrolled' as const }
          const codes = await issue(tx, userId, clock.now())
          const made = { type: 'recovery_codes.regenerated', userId, data: { count: codes.length } } as const
          await append(tx, { ...made, address })
          await tellIn(tx, made)
          return { status: 'ok' as const, recoveryCodes: codes }
        })
      },
    },
  }
}
