import type { VaultEnvironment } from './environment.ts'

/** How many wrong passwords cost nothing, what the next one costs, and the most that one can cost; in ms. */
export const attemptLimits = { free: 4, firstDelay: 10_000, longestDelay: 15 * 60_000 } as const

interface Attempts {
  failures: number
  /** ms since 1970 */
  until: number
}

/** Under what the count lies; a vault that is set aside takes it along. */
export const attemptsName = 'unlockAttempts'

/**
 * Counts an attempt before it is looked at, so that closing the window does not get it for free; `wait` when it comes too
 * early. It never ends in the vault being erased: the delay stops at 15 minutes.
 */
export function countAttempt(
  environment: VaultEnvironment,
): Promise<{ status: 'counted' } | { status: 'wait'; until: number }> {
  const { exclusively, now } = environment
  return exclusively(async () => {
    const before = await readAttempts(environment)
    const until = await shortenDelay(environment, before)
    if (until !== null) return { status: 'wait', until }
    const failures = (before?.failures ?? 0) + 1
    const attempts: Attempts = { failures, until: now() + measureDelay(failures) }
    await writeAttempts(environment, attempts)
    return { status: 'counted' }
  })
}

export async function forgetAttempts({ local, session }: VaultEnvironment): Promise<void> {
  // Whoever has shown the right password is let in, whatever the disk says.
  await Promise.all([session.remove([attemptsName]), local.remove([attemptsName]).catch(() => undefined)])
}

/** When the next password may be tried, in ms since 1970; null when it may be tried now. */
export function readUnlockDelay(environment: VaultEnvironment): Promise<number | null> {
  return environment.exclusively(async () => shortenDelay(environment, await readAttempts(environment)))
}

async function shortenDelay(
  environment: VaultEnvironment,
  attempts: Attempts | null,
): Promise<number | null> {
  if (attempts === null) return null
  const now = environment.now()
  // A clock that was set back in the meantime must not make the wait longer than it was: it runs from this reading on.
  const until = Math.min(attempts.until, now + measureDelay(attempts.failures))
  if (until < attempts.until) await writeAttempts(environment, { ...attempts, until })
  return until > now ? until : null
}

/** On a full disk the count lies in memory: nobody is kept out of their vault for want of room. */
async function writeAttempts({ local, session }: VaultEnvironment, attempts: Attempts): Promise<void> {
  await local.write({ [attemptsName]: attempts }).catch(() => session.write({ [attemptsName]: attempts }))
}

/** Of what lies on disk and in memory, the count that went on longer; a disk that can't be read has none, and keeps nobody out. */
async function readAttempts({ local, session }: VaultEnvironment): Promise<Attempts | null> {
  const reading = local.read([attemptsName]).catch((): Record<string, unknown> => ({}))
  const [disk, memory] = await Promise.all([reading, session.read([attemptsName])])
  const [onDisk, inMemory] = [checkAttempts(disk[attemptsName]), checkAttempts(memory[attemptsName])]
  if (onDisk === null || inMemory === null) return onDisk ?? inMemory
  if (onDisk.failures !== inMemory.failures) return onDisk.failures > inMemory.failures ? onDisk : inMemory
  return onDisk.until < inMemory.until ? onDisk : inMemory
}

function checkAttempts(stored: unknown): Attempts | null {
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
