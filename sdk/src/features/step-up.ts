import type { Limits } from '../config.ts'
import { refuseTransaction } from '../scope.ts'
import type { Challenges } from './challenges.ts'
import type { Permission, Permissions } from './permissions.ts'
import type { SendSmsInput, SmsCodes, SmsSent } from './sms-codes.ts'
import type { Verification, VerificationMethod, VerificationResult } from './verification.ts'

interface StepUpParts {
  limits: Limits
  challenges: Challenges
  permissions: Permissions
  verification: Verification
  smsCodes: SmsCodes
  readUserId(userId: unknown): string
  readAddress(ip: string | undefined): string | null
}

type StepUpVerified =
  | { status: 'ok'; userId: string; method: VerificationMethod; stepUp: string; expiresAt: number }
  | Exclude<VerificationResult, { status: 'ok' }>

/**
 * A fresh proof by an existing factor, in a session that is signed in already, for what changes the way in: ten minutes
 * (ASVS 5.0 7.5.1). A trusted device, a bypass or the password never counts for it.
 */
export function createStepUp({
  limits,
  challenges,
  permissions,
  verification,
  smsCodes,
  readUserId,
  readAddress,
}: StepUpParts) {
  return {
    /**
     * Asks the signed-in user for a code. `not_enrolled`: there is no factor to ask for. `no_method`: a reset or an account
     * recovery has taken every factor out of use; a new sign-in leads to a new one.
     */
    begin({ userId, ip }: { userId: string; ip?: string }) {
      return challenges.begin({ userId: readUserId(userId), purpose: 'step_up', address: readAddress(ip) })
    },

    describe: ({ token }: { token: string }) => challenges.describe({ token, purpose: 'step_up' }),

    cancel: ({ token }: { token: string }) => challenges.cancel({ token, purpose: 'step_up' }),

    /** Sends a code by SMS, as `login.sendSms` does. */
    async sendSms({ token, factorId, ip }: SendSmsInput): Promise<SmsSent> {
      return smsCodes.send({ token, purpose: 'step_up', factorId, address: readAddress(ip) })
    },

    /**
     * Judges the code. `ok` carries `stepUp`, a token to keep in the session and to hand to the verbs that ask for it,
     * until `expiresAt` (ms).
     */
    async verify(input: {
      token: string
      method: VerificationMethod
      code: unknown
      ip?: string
    }): Promise<StepUpVerified> {
      refuseTransaction(input, 'stepUp.verify')
      const { token, method, code } = input
      let permission: Permission | undefined
      const result = await verification.submit(
        { token, purpose: 'step_up', method, code, address: readAddress(input.ip) },
        async (tx, { userId }) => {
          permission = await permissions.grant(tx, {
            userId,
            purpose: 'step_up',
            seconds: limits.stepUpSeconds,
          })
        },
      )
      if (result.status !== 'ok' || permission === undefined)
        return result as Exclude<VerificationResult, { status: 'ok' }>
      const { userId } = result
      return { status: 'ok', userId, method, stepUp: permission.token, expiresAt: permission.expiresAt }
    },

    /** Whether a step-up token is the user's and still fresh. */
    isFresh({ userId, stepUp }: { userId: string; stepUp: string | undefined }): Promise<boolean> {
      return permissions.holds({ userId: readUserId(userId), purpose: 'step_up', token: stepUp })
    },
  }
}
