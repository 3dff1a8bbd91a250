import type { Session } from '../data/sessions.ts'
import type { Site } from '../http/site.ts'

/**
 * Whether a session has less than its person's sign-in takes by now: it is of the password alone and there is a factor,
 * wherever that was set up; or there is none and a policy requires one from now on. Asked at each request, so that
 * a policy takes effect at once for those who are in already, also for who has turned the factor off since.
 */
export async function owesFactor(
  { twoFactor }: Site,
  { userId, factorAt }: Pick<Session, 'userId' | 'factorAt'>,
): Promise<boolean> {
  if ((await twoFactor.factors.list({ userId })).length > 0) return factorAt === null
  return (await twoFactor.policy.evaluate({ userId })).isDue
}
