import type { Limits } from '../config.ts'
import type { AppendAudit } from '../ports.ts'
import { type OpenScope, refuseTransaction } from '../scope.ts'
import type { Challenges } from './challenges.ts'
import type { Permission, Permissions } from './permissions.ts'
import type { SendSmsInput, SmsCodes, SmsSent } from './sms-codes.ts'
import type { Verification, VerificationMethod, VerificationResult } from './verification.ts'

interface PasswordResetParts {
  openScope: OpenScope
  limits: Limits
  append: AppendAudit
  challenges: Challenges
  permissions: Permissions
  verification: Verification
  smsCodes: SmsCodes
  readUserId(userId: unknown): string
  readAddress(ip: string | undefined): string | null
}

type PasswordResetVerified =
  | { status: 'ok'; userId: string; method: VerificationMethod; permission: string; expiresAt: number }
  | Exclude<VerificationResult, { status: 'ok' }>

/**
 * The second factor in front of a forgotten password (ASVS 5.0 6.4.3): the mailed link leads to the code, the code to a
 * permission, and the permission to the new password. None of it ever signs anybody in.
 */
export function createPasswordReset(parts: PasswordResetParts) {
  const {
    openScope,
    limits,
    append,
    challenges,
    permissions,
    verification,
    smsCodes,
    readUserId,
    readAddress,
  } = parts
  return {
    /**
     * Asks for a code after the mailed link was opened. `not_enrolled`, and `no_method` when a reset or an account recovery has
     * taken every factor out of use: go on by the mailed link alone. Any other status stops the reset.
     */
    begin({ userId, ip }: { userId: string; ip?: string }) {
      return challenges.begin({
        userId: readUserId(userId),
        purpose: 'password_reset',
        address: readAddress(ip),
      })
    },

    describe: ({ token }: { token: string }) => challenges.describe({ token, purpose: 'password_reset' }),

    cancel: ({ token }: { token: string }) => challenges.cancel({ token, purpose: 'password_reset' }),

    /** Sends a code by SMS, as `login.sendSms` does. */
    async sendSms({ token, factorId, ip }: SendSmsInput): Promise<SmsSent> {
      return smsCodes.send({ token, purpose: 'password_reset', factorId, address: readAddress(ip) })
    },

    /** Judges the code. `ok` carries a permission that is used up by `complete`. */
    async verify(input: {
      token: string
      method: VerificationMethod
      code: unknown
      ip?: string
    }): Promise<PasswordResetVerified> {
      refuseTransaction(input, 'passwordReset.verify')
      const { token, method, code } = input
      let permission: Permission | undefined
      const result = await verification.submit(
        { token, purpose: 'password_reset', method, code, address: readAddress(input.ip) },
        async (tx, { userId }) => {
          const seconds = limits.passwordResetSeconds
          permission = await permissions.grant(tx, { userId, purpose: 'password_reset', seconds })
        },
      )
      if (result.status !== 'ok' || permission === undefined)
        return result as Exclude<VerificationResult, { status: 'ok' }>
      return {
        status: 'ok',
        userId: result.userId,
        method,
        permission: permission.token,
        expiresAt: permission.expiresAt,
      }
    },

    /**
     * Uses the permission up, right before the host stores the new password; then call `passwordChanged`. `ok` comes
     * once.
     */
    async complete({
      userId: given,
      permission,
      transaction,
    }: {
      userId: string
      permission: string
      transaction?: unknown
    }): Promise<{ status: 'ok' | 'expired' }> {
      const userId = readUserId(given)
      const used = await openScope(transaction).transaction(async (tx) => {
        if (!(await permissions.use(tx, { userId, purpose: 'password_reset', token: permission })))
          return false
        await append(tx, { type: 'password_reset.permitted', userId })
        return true
      })
      return { status: used ? 'ok' : 'expired' }
    },
  }
}
