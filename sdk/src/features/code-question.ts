import type { ChallengePurpose } from '../ports.ts'
import type { CancelInput, Cancelled, ChallengeBegun, Challenges } from './challenges.ts'
import type { Permission, PermissionPurpose, Permissions } from './permissions.ts'
import type { SendSmsInput, SmsCodes, SmsSent } from './sms-codes.ts'
import type { Verification, VerificationMethod, VerificationResult } from './verification.ts'

export interface CodeQuestionParts {
  challenges: Challenges
  permissions: Permissions
  verification: Verification
  smsCodes: SmsCodes
  readUserId(userId: unknown): string
  readAddress(ip: string | undefined): string | null
}

/** A code as it came from outside, for a question of one purpose. */
export interface CodeAnswer {
  token: string
  method: VerificationMethod
  code: unknown
  ip?: string
}

type CodeJudged =
  | { status: 'ok'; userId: string; method: VerificationMethod; permission: Permission }
  | Exclude<VerificationResult, { status: 'ok' }>

/**
 * A question whose right code earns a permission of the same purpose, in the transaction that uses the code up: what
 * step-up and the password reset have in common.
 *
 * @param kind.seconds how long the permission holds
 */
export function createCodeQuestion(
  { challenges, permissions, verification, smsCodes, readUserId, readAddress }: CodeQuestionParts,
  { purpose, seconds }: { purpose: ChallengePurpose & PermissionPurpose; seconds: number },
) {
  return {
    async begin({ userId, ip }: { userId: string; ip?: string }): Promise<ChallengeBegun> {
      return challenges.begin({ userId: readUserId(userId), purpose, address: readAddress(ip) })
    },

    describe: ({ token }: { token: string }) => challenges.describe({ token, purpose }),

    async cancel({ token, ip }: CancelInput): Promise<Cancelled> {
      return challenges.cancel({ token, purpose, address: readAddress(ip) })
    },

    async sendSms({ token, factorId, ip }: SendSmsInput): Promise<SmsSent> {
      return smsCodes.send({ token, purpose, factorId, address: readAddress(ip) })
    },

    async judge({ token, method, code, ip }: CodeAnswer): Promise<CodeJudged> {
      let permission: Permission | undefined
      const result = await verification.submit(
        { token, purpose, method, code, address: readAddress(ip) },
        async (tx, { userId }) => {
          permission = await permissions.grant(tx, { userId, purpose, seconds })
        },
      )
      if (result.status !== 'ok' || permission === undefined)
        return result as Exclude<VerificationResult, { status: 'ok' }>
      return { status: 'ok', userId: result.userId, method, permission }
    },
  }
}
