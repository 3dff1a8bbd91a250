import type { VaultEnvironment } from './environment.ts'

/** How many wrong passwords cost nothing, what the next one costs, and the most that one can cost; in ms. */
export const attemptLimits = { free: 4, firstDelay: 10_000, longestDelay: 15 * 60_000 } as const

interface Attempts {
  failures: number
  /** ms since 1970 */
  until: number
}

const name = 'unlockAttempts'

/**
 * Counts an attempt before it is looked at, so that closing the window does not get it for free; `wait` when it comes too
 * early. It never ends in the vault being erased: the delay stops at 15 minutes.
 */
export function countAttempt(
  environment: VaultEnvironment,
): Promise<{ status: 'counted' } | { status: 'wait'; until: number }> {
  const { local, exclusively, now } = environment
  return exclusively(async () => {
    const until = await readUnlockDelay(environment)
    if (until !== null) return { status: 'wait', until }
    const failures = ((await readAttempts(environment))?.failures ?? 0) + 1
    const attempts: Attempts = { failures, until: now() + measureDelay(failures) }
    await local.write({ [name]: attempts })
    return { status: 'counted' }
  })
}

export function forgetAttempts({ local }: VaultEnvironment): Promise<void> {
  return local.remove([name])
}

/** When the next password may be tried, in ms since 1970; null when it may be tried now. */
export async function readUnlockDelay(environment: VaultEnvironment): Promise<number | null> {
  const attempts = await readAttempts(environment)
  if (attempts === null) return null
  const now = environment.now()
  // A clock that was set back in the meantime must not make the wait longer than it was.
  const until = Math.min(attempts.until, now + measureDelay(attempts.failures))
  return until > now ? until : null
}

async function readAttempts({ local }: VaultEnvironment): Promise<Attempts | null> {
  const stored = (await local.read([name]))[name]
  if (typeof stored !== 'object' || stored === null) return null
  const { failures, until } = stored as Record<string, unknown>
  if (typeof failures !== 'number' || !Number.isSafeInteger(failures) || failures < 0) return null
  return typeof until === 'number' && Number.isFinite(until) ? { failures, until } : null
}

function measureDelay(failures: number): number {
  const over = failures - attemptLimits.free
  if (over <= 0) return 0
  return Math.min(attemptLimits.firstDelay * 2 ** (over - 1), attemptLimits.longestDelay)
}
