import type { Limits } from '../config.ts'
import { hashRecoveryCode, makeRecoveryCode, normalizeRecoveryCode } from '../crypto/code-hash.ts'
import type { Random, Store, StoreTransaction } from '../ports.ts'

interface RecoveryCodeParts {
  store: Store
  random: Random
  limits: Limits
  readUserId(userId: unknown): string
}

/** Puts a new list in the place of the user's old one, in the caller's transaction; the codes are never readable again. */
export type IssueRecoveryCodes = (tx: StoreTransaction, userId: string, now: number) => Promise<string[]>

export function createRecoveryCodes({ store, random, limits, readUserId }: RecoveryCodeParts) {
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
    },
  }
}
