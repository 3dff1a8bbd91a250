import type { AttemptRules } from '../attempt-rules.ts'
import { fixed } from '../config.ts'
import { TwoFactorError } from '../errors.ts'
import type { Clock, Store } from '../ports.ts'
import type { TableName, Where } from '../tables.ts'

/** What was deleted; `more` when a batch was full and another call finds work. */
export interface HousekeepingResult {
  deleted: number
  more: boolean
}

const DAY_MS = 86_400_000

/** Lets go of rows that nobody can use any more, and tells whose account recovery came to nothing. No verb depends on it: what has expired is refused while it is there. */
export function createHousekeeping({
  store,
  clock,
  rules,
  endRecoveries,
}: {
  store: Store
  clock: Clock
  rules: AttemptRules
  /** Ends requests for account recovery whose time is over, so many at most; returns how many. */
  endRecoveries(batch: number): Promise<number>
}) {
  async function clear<T extends TableName>(
    table: T,
    where: Where<T>,
    key: keyof Where<T> & string,
    limit: number,
  ): Promise<number> {
    const rows = await store.find(table, where, { limit })
    if (rows.length === 0) return 0
    const keys = rows.map((row) => (row as Record<string, string>)[key] as string)
    // The condition is asked again: what has been renewed meanwhile stays.
    return store.transaction((tx) => tx.delete(table, { ...where, [key]: { oneOf: keys } }))
  }

  return {
    /**
     * Deletes expired rows, `batch` of each kind at most (1 to 10,000; 1000 when left out). Call it from a scheduler, again
     * at once while `more` is true. Any number of processes may call it.
     */
    async housekeeping({ batch = 1000 }: { batch?: number } = {}): Promise<HousekeepingResult> {
      if (!Number.isInteger(batch) || batch < 1 || batch > 10_000) {
        throw new TwoFactorError(
          'argument_invalid',
          'housekeeping: batch must be a whole number from 1 to 10000',
        )
      }
      const now = clock.now()
      const expired = { expiresAt: { atMost: now } }
      // Whoever opens a link that is used up is told what came of it.
      const told = { atMost: now - fixed.endedLinkMs }
      // Nobody decided on them, and silence would leave the person waiting.
      const ended = await endRecoveries(batch)
      const deleted = [
        // A day longer than they live, so that a person who comes back late is told that the sign-in has expired.
        await clear('challenges', { expiresAt: { atMost: now - DAY_MS } }, 'id', batch),
        await clear('permissions', expired, 'id', batch),
        await clear(
          'adminRequests',
          { usedAt: null, createdAt: { atMost: now - fixed.adminRequestMs }, ...expired },
          'id',
          batch,
        ),
        await clear('adminRequests', { usedAt: told }, 'id', batch),
        await clear('accountRecoveries', { endedAt: told }, 'id', batch),
        await clear('entries', { expiresAt: { atMost: now - DAY_MS } }, 'id', batch),
        await clear('entries', { usedAt: { atMost: now - DAY_MS } }, 'id', batch),
        await clear('sentCodes', { expiresAt: { atMost: now - DAY_MS } }, 'id', batch),
        await clear('factors', { state: 'pending', ...expired }, 'id', batch),
        // Twice as long as the longest time over which they are counted.
        await clear('smsSends', { at: { atMost: now - 2 * DAY_MS } }, 'id', batch),
        await clear('addresses', { lastCountedAt: { atMost: now - rules.addressMs } }, 'address', batch),
      ]
      const devices = await store.find('trustedDevices', expired, { limit: batch })
      const deviceIds = devices.map(({ id }) => id)
      if (deviceIds.length > 0) {
        deleted.push(
          await store.transaction(async (tx) => {
            await tx.delete('deviceTokens', { deviceId: { oneOf: deviceIds } })
            return tx.delete('trustedDevices', { id: { oneOf: deviceIds }, ...expired })
          }),
        )
      }
      return {
        deleted: deleted.reduce((sum, count) => sum + count, 0),
        more: [ended, ...deleted].some((count) => count === batch),
      }
    },
  }
}
