import type { Keyring } from '../crypto/keyring.ts'
import { openSecret, sealSecret } from '../crypto/sealed-secret.ts'
import type { Random, Store } from '../ports.ts'
import type { Row } from '../tables.ts'

const ROWS_AT_ONCE = 100

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

  async function reseal(row: Row<'factors'>): Promise<boolean> {
    const { id, userId, sealedSecret } = row
    const place = { table: 'factors', userId, rowId: id }
    const secret = openSecret(sealedSecret, place, keyring)
    const changes = { sealedSecret: sealSecret(secret, place, keyring, random), keyId: keyring.current.id }
    secret.fill(0)
    // Only what was read is replaced: a row that changed meanwhile is met again or has nothing left to do.
    return (await store.transaction((tx) => tx.update('factors', { id, sealedSecret }, changes))) === 1
  }

  return {
    reseal,

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
        const rows = await store.find('factors', due, { orderBy: 'id', limit: ROWS_AT_ONCE })
        if (rows.length === 0) return { resealed: done }
        for (const row of rows) if (await reseal(row)) done++
        onProgress?.({ done, left: await store.count('factors', due) })
      }
    },
  }
}
