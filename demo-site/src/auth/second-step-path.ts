import type { ChallengeMethod } from 'countersign'
import { withQuery } from '../http/local-path.ts'

/** The pages of the second step, by what is entered there. */
export const secondStepPaths = {
  totp: '/sign-in/code',
  sms: '/sign-in/sms',
  recovery_code: '/sign-in/recovery',
}

/** Where a sign-in goes on: what the person prefers is asked for first, and the other ways are one click away. */
export function secondStepPath(methods: readonly ChallengeMethod[], next: string): string {
  return withQuery(secondStepPaths[preferredMethod(methods)], { next })
}

export function preferredMethod(methods: readonly ChallengeMethod[]): keyof typeof secondStepPaths {
  const type = methods.find(({ preferred }) => preferred)?.type
  return type === 'sms' || type === 'recovery_code' ? type : 'totp'
}
