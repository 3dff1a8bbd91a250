import type { EntryCause, Factor } from 'countersign'
import type { Site } from '../http/site.ts'

/** Until when (ms) apps and numbers are out of use, because their person was let in without them; null where none is. */
export function findHeldUntil(factors: readonly Pick<Factor, 'heldUntil'>[]): number | null {
  const ends = factors.flatMap(({ heldUntil }) => heldUntil ?? [])
  return ends.length === 0 ? null : Math.max(...ends)
}

/** What somebody who was let in without a factor could sign in with all the same. */
export interface OwnWays {
  /** As `findHeldUntil` says. */
  heldUntil: number | null
  /** What is left: of apps and numbers, else of recovery codes; null where nothing is. */
  left: 'factor' | 'code' | null
}

/** Nothing where the sign-in leads to a new factor for another reason: then there is nothing else to use. */
export async function findOwnWays(
  { twoFactor }: Pick<Site, 'twoFactor'>,
  { userId, because }: { userId: string; because: 'required' | EntryCause },
): Promise<OwnWays> {
  if (because !== 'bypass') return { heldUntil: null, left: null }
  const factors = await twoFactor.factors.list({ userId })
  const heldUntil = findHeldUntil(factors)
  if (factors.some(({ state }) => state === 'active')) return { heldUntil, left: 'factor' }
  return { heldUntil, left: (await twoFactor.recoveryCodes.remaining({ userId })) > 0 ? 'code' : null }
}
