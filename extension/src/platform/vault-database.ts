import { deleteDB, type IDBPDatabase } from 'idb'
import type { VaultHeader, VaultRevision } from '../core/vault/records.ts'
import type { VaultStorage } from '../core/vault/storage.ts'
import { nameAside, putRecords, readAside, replaceRecords, writeAside } from './vault-aside.ts'
import {
  awaitAnswer,
  bothStores,
  findRecords,
  isDamage,
  openRecords,
  readCopies,
  readNewest,
  readOne,
  type VaultSchema,
} from './vault-records.ts'

/** How often in a row a database has to fail to open before it is deleted, and the ms after each time. */
const tries = { count: 3, pause: 200 } as const

/** Keeps a vault's records in IndexedDB; `strict` makes the browser wait for the disk. */
export function createVaultDatabase(name = 'vault'): VaultStorage {
  let opening: Promise<IDBPDatabase<VaultSchema> | null> | null = null
  const forget = () => {
    opening = null
  }
  const callbacks = {
    // Another window brings a newer version: it gets its turn, and this one opens again when it is asked.
    blocking: (_current: number, _blocked: number | null, event: IDBVersionChangeEvent) => {
      forget()
      const database = event.target as IDBDatabase
      database.close()
    },
    terminated: forget,
  }
  const find = async () => {
    const begun = opening ?? findRecords(name, callbacks)
    opening = begun
    try {
      const database = await begun
      // The next one looks again: it may have been made by then.
      if (database === null && opening === begun) forget()
      return database
    } catch (error) {
      forget()
      throw isDamage(error) ? makeUnopenable() : error
    }
  }
  const open = async () => {
    const there = await find()
    if (there !== null) return there
    const making = openRecords(name, callbacks)
    opening = making
    return making.catch((error: unknown) => {
      forget()
      throw error
    })
  }
  const look = async <Answer>(
    none: Answer,
    read: (database: IDBPDatabase<VaultSchema>) => Promise<Answer>,
  ): Promise<Answer> => {
    const database = await find()
    return database === null ? none : read(database)
  }
  return {
    overwrite: async (records) => {
      const isNone = records.headers.length === 0 && records.revisions.length === 0
      const database = await (isNone ? find() : open())
      if (database !== null) await replaceRecords(database, records)
    },
    writeAside: (at, records) => writeAside(nameAside(name, at), records),
    readAside: async (at) => {
      try {
        return await readAside(nameAside(name, at))
      } catch (error) {
        throw isDamage(error) ? makeUnopenable() : error
      }
    },
    erase: async () => {
      for (let count = 0; count < tries.count; count++) {
        const there = await find().catch(asClosed)
        if (there !== closed) return there === null ? 'erased' : 'opens'
        await new Promise((resolve) => setTimeout(resolve, tries.pause))
      }
      await deleteDB(name).catch((error) => {
        throw isDamage(error) ? makeUnopenable() : error
      })
      return 'erased'
    },
    countRecords: () =>
      look({ headers: 0, revisions: 0 }, async (database) => {
        const transaction = database.transaction(bothStores)
        const [headers, revisions] = await awaitAnswer(
          transaction,
          Promise.all([
            transaction.objectStore('header').count(),
            transaction.objectStore('revisions').count(),
          ]),
        )
        return { headers, revisions }
      }),
    readHeaders: () => look([], async (database) => (await readCopies(database)).map(({ copy }) => copy)),
    readHead: () => look(undefined, readNewest),
    isHead: (revision, nonce) =>
      look(false, async (database) => {
        const { store } = database.transaction('revisions')
        const [newest, found] = await Promise.all([
          store.openKeyCursor(null, 'prev'),
          store.index('nonce').getKey(nonce),
        ])
        return newest?.key === revision && found === revision
      }),
    readRevision: (revision) => look<unknown>(undefined, (database) => readOne(database, revision)),
    listRevisions: () => look([], (database) => database.getAllKeys('revisions')),
    create: async (records) => {
      const transaction = (await open()).transaction(bothStores, 'readwrite', { durability: 'strict' })
      const [headers, revisions] = [transaction.objectStore('header'), transaction.objectStore('revisions')]
      if ((await headers.count()) > 0 || (await revisions.count()) > 0) return 'exists'
      await Promise.all([...putRecords(transaction, records), transaction.done])
      return 'created'
    },
    add: async (revision) => {
      const transaction = (await open()).transaction('revisions', 'readwrite', { durability: 'strict' })
      return (await settle([transaction.store.add(revision), transaction.done])) ? 'added' : 'taken'
    },
    mend: (revision, place) =>
      look<'mended' | 'taken'>('taken', async (database) => {
        const readable = await listReadable(database)
        const transaction = database.transaction(bothStores, 'readwrite', { durability: 'strict' })
        const revisions = transaction.objectStore('revisions')
        const [newest, ...there] = await Promise.all([
          revisions.openKeyCursor(null, 'prev'),
          ...readable.map((key) => transaction.objectStore('header').get(key)),
        ])
        if (newest?.key !== place.newest || !hasHeaderOf(there, revision, place)) return 'taken'
        await Promise.all([revisions.put(revision), transaction.done])
        return 'mended'
      }),
    remove: async (revision) => (await open()).delete('revisions', revision),
    prune: async (keep) => {
      const transaction = (await open()).transaction('revisions', 'readwrite')
      const revisions = await transaction.store.getAllKeys()
      const old = revisions.slice(0, Math.max(0, revisions.length - keep))
      await Promise.all([...old.map((revision) => transaction.store.delete(revision)), transaction.done])
    },
    replaceHeader: async (header, replacedMac) => {
      const database = await open()
      const readable = await listReadable(database)
      const transaction = database.transaction('header', 'readwrite', { durability: 'strict' })
      const there = await Promise.all(readable.map((key) => transaction.store.get(key)))
      if (!isAnyWith(there, replacedMac)) return 'taken'
      await Promise.all([
        transaction.store.put(header, 'header'),
        transaction.store.put(header, 'copy'),
        transaction.done,
      ])
      return 'replaced'
    },
    replaceAll: async ({ header, revisions }, replaced) => {
      const database = await open()
      const readable = await listReadable(database)
      const transaction = database.transaction(bothStores, 'readwrite', { durability: 'strict' })
      const [numbers, ...there] = await Promise.all([
        transaction.objectStore('revisions').getAllKeys(),
        ...readable.map((key) => transaction.objectStore('header').get(key)),
      ])
      if (!isAnyWith(there, replaced.mac) || numbers.at(-1) !== replaced.head) return 'taken'
      const kept = transaction.objectStore('revisions')
      await Promise.all([
        transaction.objectStore('header').put(header, 'header'),
        transaction.objectStore('header').put(header, 'copy'),
        kept.clear(),
        ...revisions.map((revision) => kept.put(revision)),
        transaction.done,
      ])
      return 'replaced'
    },
  }
}

function makeUnopenable(): DOMException {
  return new DOMException('The database does not open.', 'UnopenableError')
}

/** Stands for a database that does not open. */
const closed = Symbol('closed')

function asClosed(error: unknown): typeof closed {
  if (error instanceof DOMException && error.name === 'UnopenableError') return closed
  throw error
}

/** False when a key was taken: then the whole transaction was undone. Anything else that fails is thrown. */
async function settle(parts: Promise<unknown>[]): Promise<boolean> {
  const outcomes = await Promise.allSettled(parts)
  const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
  if (failures.length === 0) return true
  if (failures.some((error) => error instanceof DOMException && error.name === 'ConstraintError'))
    return false
  throw failures[0]
}

/** One that can't be read would end the transaction that asks for it, so those are known before. */
async function listReadable(database: IDBPDatabase<VaultSchema>): Promise<('header' | 'copy')[]> {
  return (await readCopies(database)).flatMap(({ key, copy }) => (copy === null ? [] : key))
}

/** A revision without the header of its vault opens by nothing, and closes whatever vault is there instead. */
function hasHeaderOf(
  headers: (Partial<VaultHeader> | undefined)[],
  { vaultId }: VaultRevision,
  { keyId }: { keyId: string },
): boolean {
  // The first format had no `keyId`.
  return headers.some((header) => header?.vaultId === vaultId && (header.keyId ?? '') === keyId)
}

/** Whether either copy has this MAC; a broken one may have anything in its place. */
function isAnyWith(headers: (Partial<VaultHeader> | undefined)[], wanted: Uint8Array): boolean {
  return headers.some(
    (header) => header?.mac instanceof Uint8Array && indexedDB.cmp(header.mac, wanted) === 0,
  )
}
