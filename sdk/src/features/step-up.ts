import type { Limits } from '../config.ts'
import { refuseTransaction } from '../scope.ts'
import { type CodeAnswer, type CodeQuestionParts, createCodeQuestion } from './code-question.ts'
import type { VerificationMethod, VerificationResult } from './verification.ts'

type StepUpVerified =
  | { status: 'ok'; userId: string; method: VerificationMethod; stepUp: string; expiresAt: number }
  | Exclude<VerificationResult, { status: 'ok' }>

/**
 * A fresh proof by an existing factor, in a session that is signed in already, for what changes the way in: ten minutes
 * (ASVS 5.0 7.5.1). A trusted device, a bypass or the password never counts for it.
 */
export function createStepUp(parts: CodeQuestionParts & { limits: Limits }) {
  const { limits, permissions, readUserId } = parts
  const { begin, describe, cancel, sendSms, judge } = createCodeQuestion(parts, {
    purpose: 'step_up',
    seconds: limits.stepUpSeconds,
  })
  return {
    /**
     * Asks the signed-in user for a code. `not_enrolled`: there is no factor to ask for. `no_method`: a reset or an account
     * recovery has taken every factor out of use; a new sign-in leads to a new one. `held`: so does the one that an admin let them
     * in by; where it comes to nothing the factors are back at `until` (ms).
     */
    begin,

    describe,

    cancel,

    /** Sends a code by SMS, as `login.sendSms` does. */
    sendSms,

    /**
     * Judges the code. `ok` carries `stepUp`, a token to keep in the session and to hand to the verbs that ask for it,
     * until `expiresAt` (ms).
     */
    async verify(answer: CodeAnswer): Promise<StepUpVerified> {
      refuseTransaction(answer, 'stepUp.verify')
      const result = await judge(answer)
      if (result.status !== 'ok') return result
      const { userId, method, permission } = result
      return { status: 'ok', userId, method, stepUp: permission.token, expiresAt: permission.expiresAt }
    },

    /** Whether a step-up token is the user's and still fresh. */
    async isFresh({ userId, stepUp }: { userId: string; stepUp: string | undefined }): Promise<boolean> {
      return permissions.holds({ userId: readUserId(userId), purpose: 'step_up', token: stepUp })
    },
  }
}
