import type { Limits } from '../config.ts'
import type { AppendAudit } from '../ports.ts'
import { type OpenScope, refuseTransaction } from '../scope.ts'
import { type CodeAnswer, type CodeQuestionParts, createCodeQuestion } from './code-question.ts'
import type { VerificationMethod, VerificationResult } from './verification.ts'

interface PasswordResetParts extends CodeQuestionParts {
  openScope: OpenScope
  limits: Limits
  append: AppendAudit
}

type PasswordResetVerified =
  | { status: 'ok'; userId: string; method: VerificationMethod; permission: string; expiresAt: number }
  | Exclude<VerificationResult, { status: 'ok' }>

/**
 * The second factor in front of a forgotten password (ASVS 5.0 6.4.3): the mailed link leads to the code, the code to a
 * permission, and the permission to the new password. None of it ever signs anybody in.
 */
export function createPasswordReset(parts: PasswordResetParts) {
  const { openScope, limits, append, permissions, readUserId, readAddress } = parts
  const { begin, describe, cancel, sendSms, judge } = createCodeQuestion(parts, {
    purpose: 'password_reset',
    seconds: limits.passwordResetSeconds,
  })
  return {
    /**
     * Asks for a code after the mailed link was opened. `not_enrolled`, and `no_method` when a reset or an account recovery has
     * taken every factor out of use: go on by the mailed link alone. Any other status stops the reset: so does `held`, because
     * the person has factors, which nobody can use before `until` (ms).
     */
    begin,

    describe,

    cancel,

    /** Sends a code by SMS, as `login.sendSms` does. */
    sendSms,

    /** Judges the code. `ok` carries a permission that is used up by `complete`. */
    async verify(answer: CodeAnswer): Promise<PasswordResetVerified> {
      refuseTransaction(answer, 'passwordReset.verify')
      const result = await judge(answer)
      if (result.status !== 'ok') return result
      const { userId, method, permission } = result
      return { status: 'ok', userId, method, permission: permission.token, expiresAt: permission.expiresAt }
    },

    /**
     * Uses the permission up, right before the host stores the new password; then call `passwordChanged`. `ok` comes
     * once.
     */
    async complete({
      userId: given,
      permission,
      ip,
      transaction,
    }: {
      userId: string
      permission: string
      ip?: string
      transaction?: unknown
    }): Promise<{ status: 'ok' | 'expired' }> {
      const userId = readUserId(given)
      const address = readAddress(ip)
      const used = await openScope(transaction).transaction(async (tx) => {
        if (!(await permissions.use(tx, { userId, purpose: 'password_reset', token: permission })))
          return false
        await append(tx, { type: 'password_reset.permitted', userId, address })
        return true
      })
      return { status: used ? 'ok' : 'expired' }
    },
  }
}
