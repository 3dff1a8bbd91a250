import { digestRows, isAuditRowIntact, isCheckpointIntact, signCheckpoint } from '../crypto/audit-mac.ts'
import type { Keyring } from '../crypto/keyring.ts'
import { TwoFactorError } from '../errors.ts'
import type { Clock, Store, StoreTransaction } from '../ports.ts'
import type { Row } from '../tables.ts'

/** The newest entry of the chain: kept elsewhere, it shows later whether the end of the record was cut off. */
export interface AuditHead {
  number: number
  mac: string
}

export interface AuditProblem {
  /**
   * `edited`: a row is not as it was written. `rows_changed`: a checkpoint covers other rows than it was made for (some
   * were removed, added or exchanged). `checkpoint_edited`, `checkpoint_missing`: the chain itself. `truncated`: the
   * expected head is not there.
   */
  kind: 'edited' | 'rows_changed' | 'checkpoint_edited' | 'checkpoint_missing' | 'truncated'
  /** The checkpoint that shows it; null for rows that none covers yet. */
  checkpoint: number | null
  /** For `edited`. */
  rowId?: string
}

export interface AuditVerified {
  status: 'intact' | 'damaged'
  problems: AuditProblem[]
  head: AuditHead | null
  /** Rows that no checkpoint covers yet: an edit shows, a removal does not. */
  unsealed: { rows: number; oldestAt: number | null }
}

const ROWS_IN_ONE = 500

/**
 * Chains the record, so that what was edited or removed is found. Sealing runs beside everything else, from a scheduler:
 * no act waits for a shared row.
 */
export function createAuditSeal({
  store,
  keyring,
  clock,
  keepHead,
}: {
  store: Store
  keyring: Keyring
  clock: Clock
  keepHead: ((head: AuditHead) => Promise<void>) | undefined
}) {
  /** The last head that is kept elsewhere, as far as this process knows. */
  let kept = 0

  const isRow = (row: Row<'audit'>) => isAuditRowIntact(row, keyring)

  async function readHead(reads: Pick<StoreTransaction, 'find'>): Promise<Row<'checkpoints'> | null> {
    const [head] = await reads.find('checkpoints', {}, { orderBy: 'number', descending: true, limit: 1 })
    return head ?? null
  }

  /** Covers the oldest rows that no checkpoint covers; null when somebody else took the number, 0 when there are none. */
  async function sealSome(): Promise<number | null> {
    return store.transaction(async (tx) => {
      const head = await readHead(tx)
      const rows = await tx.find('audit', { checkpoint: null }, { orderBy: 'id', limit: ROWS_IN_ONE })
      if (rows.length === 0) return 0
      const number = (head?.number ?? 0) + 1
      const digest = digestRows(rows)
      const bare = { number, previous: head?.mac ?? '', size: rows.length, digest, at: clock.now() }
      // The number is the key: of processes that seal at once one writes it, the others find it taken.
      if (!(await tx.insert('checkpoints', signCheckpoint(bare, keyring)))) return null
      const ids = rows.map(({ id }) => id)
      const assigned = await tx.update(
        'audit',
        { id: { oneOf: ids }, checkpoint: null },
        { checkpoint: number },
      )
      if (assigned !== rows.length)
        throw new TwoFactorError('store_failed', 'rows of the record were sealed twice')
      return rows.length
    })
  }

  async function checkCheckpoint(
    checkpoint: Row<'checkpoints'>,
    before: Row<'checkpoints'> | null | 'missing',
  ): Promise<AuditProblem[]> {
    const { number } = checkpoint
    const isChained = before === 'missing' || checkpoint.previous === (before?.mac ?? '')
    if (!isChained || !isCheckpointIntact(checkpoint, keyring))
      return [{ kind: 'checkpoint_edited', checkpoint: number }]
    const rows = await store.find('audit', { checkpoint: number }, { orderBy: 'id' })
    const problems: AuditProblem[] = rows
      .filter((row) => !isRow(row))
      .map(({ id }) => ({ kind: 'edited', checkpoint: number, rowId: id }))
    if (rows.length !== checkpoint.size || digestRows(rows) !== checkpoint.digest) {
      problems.push({ kind: 'rows_changed', checkpoint: number })
    }
    return problems
  }

  return {
    /**
     * Covers the rows written since the last time. Call it from a scheduler, every few minutes, in any number of
     * processes. The head goes to `keepAuditHead`, which keeps it somewhere that the database's administrators can't reach;
     * what that throws is thrown on, when the rows have been sealed, and the next call hands the head over again.
     */
    async seal(): Promise<{ sealed: number; head: AuditHead | null }> {
      let sealed = 0
      for (;;) {
        const some = await sealSome()
        if (some === 0) break
        sealed += some ?? 0
      }
      const newest = await readHead(store)
      const head = newest === null ? null : { number: newest.number, mac: newest.mac }
      if (head !== null && head.number > kept) {
        await keepHead?.(head)
        kept = head.number
      }
      return { sealed, head }
    },

    /**
     * Goes through the whole record.
     *
     * @param input.expectedHead a head that was kept elsewhere: with it a record that was cut off is found too
     */
    async verify({ expectedHead }: { expectedHead?: AuditHead } = {}): Promise<AuditVerified> {
      const problems: AuditProblem[] = []
      let before: Row<'checkpoints'> | null | 'missing' = null
      let isExpectedThere = expectedHead === undefined
      for (let number = 1; ; number++) {
        const [checkpoint]: Row<'checkpoints'>[] = await store.find('checkpoints', { number })
        if (checkpoint === undefined) {
          const [later] = await store.find(
            'checkpoints',
            { number: { above: number } },
            { orderBy: 'number', limit: 1 },
          )
          if (later === undefined) break
          // Sealed a moment ago, between the two looks: look again.
          if ((await store.count('checkpoints', { number })) > 0) {
            number--
            continue
          }
          for (let missing = number; missing < later.number; missing++)
            problems.push({ kind: 'checkpoint_missing', checkpoint: missing })
          number = later.number - 1
          before = 'missing'
          continue
        }
        problems.push(...(await checkCheckpoint(checkpoint, before)))
        if (expectedHead?.number === number && expectedHead.mac === checkpoint.mac) isExpectedThere = true
        before = checkpoint
      }
      if (!isExpectedThere) problems.push({ kind: 'truncated', checkpoint: expectedHead?.number ?? null })
      const tail = await store.find('audit', { checkpoint: null }, { orderBy: 'id' })
      for (const row of tail)
        if (!isRow(row)) problems.push({ kind: 'edited', checkpoint: null, rowId: row.id })
      return {
        status: problems.length === 0 ? 'intact' : 'damaged',
        problems,
        head: before === null || before === 'missing' ? null : { number: before.number, mac: before.mac },
        unsealed: { rows: tail.length, oldestAt: tail[0]?.at ?? null },
      }
    },
  }
}
