import type { Keyring } from '../crypto/keyring.ts'
import { openSecret, sealSecret } from '../crypto/sealed-secret.ts'
import type { Random, Store } from '../ports.ts'
import type { ReadingRow } from '../tables.ts'

const ROWS_AT_ONCE = 100

/** The tables with something sealed in them. */
const SEALED = ['factors', 'accountRecoveries', 'outbox'] as const
type SealedTable = (typeof SEALED)[number]

/** Seals anew, under the first key, what an older one has sealed. Runs beside everything else. */
export function createKeyRotation({
  store,
  keyring,
  random,
}: {
  store: Store
  keyring: Keyring
  random: Random
}) {
  const due = { keyId: { not: keyring.current.id } }

  async function resealIn(
    table: SealedTable,
    { id, userId, sealedSecret }: { id: string; userId: string; sealedSecret: string | null },
  ): Promise<boolean> {
    if (sealedSecret === null) return false
    const place = { table, userId, rowId: id }
    const secret = openSecret(sealedSecret, place, keyring)
    const changes = { sealedSecret: sealSecret(secret, place, keyring, random), keyId: keyring.current.id }
    secret.fill(0)
    // Only what was read is replaced: a row that changed meanwhile is met again or has nothing left to do.
    return (await store.transaction((tx) => tx.update(table, { id, sealedSecret }, changes))) === 1
  }

  return {
    reseal: (row: ReadingRow<'factors'>) => resealIn('factors', row),

    /**
     * Goes through everything that is sealed under an older key. When it has finished, that key may leave `keys`, once the
     * record no longer needs it to be verified.
     *
     * @param input.onProgress hears how many are done and how many are left, after each batch
     * @throws TwoFactorError `key_unknown` when the key of a row is gone
     */
    async rotateKeys({
      onProgress,
    }: {
      onProgress?: (progress: { done: number; left: number }) => void
    } = {}): Promise<{ resealed: number }> {
      let done = 0
      for (;;) {
        let met = 0
        for (const table of SEALED) {
          const rows = await store.find(table, due, { orderBy: 'id', limit: ROWS_AT_ONCE })
          met += rows.length
          for (const row of rows) if (await resealIn(table, row)) done++
        }
        if (met === 0) return { resealed: done }
        const left = await Promise.all(SEALED.map((table) => store.count(table, due)))
        onProgress?.({ done, left: left.reduce((sum, count) => sum + count, 0) })
      }
    },
  }
}
