import { type DBSchema, type IDBPDatabase, type OpenDBCallbacks, openDB } from 'idb'
import type { Bytes } from '../core/vault/bytes.ts'
import type { VaultHeader, VaultRevision } from '../core/vault/records.ts'
import type { VaultStorage } from '../core/vault/storage.ts'

interface VaultSchema extends DBSchema {
  header: { key: 'header' | 'copy'; value: VaultHeader }
  revisions: { key: number; value: VaultRevision; indexes: { nonce: Bytes } }
}

/** 2 has an index by nonce, so that a record is known again without being read. */
const version = 2

const bothStores = ['header', 'revisions'] as const

const makeStores: NonNullable<OpenDBCallbacks<VaultSchema>['upgrade']> = (
  database,
  from,
  _to,
  transaction,
) => {
  if (from < 1) {
    database.createObjectStore('header')
    database.createObjectStore('revisions', { keyPath: 'revision' })
  }
  transaction.objectStore('revisions').createIndex('nonce', 'nonce')
}

/** Keeps a vault's records in IndexedDB; `strict` makes the browser wait for the disk. */
export function createVaultDatabase(name = 'vault'): VaultStorage {
  let opening: Promise<IDBPDatabase<VaultSchema>> | null = null
  const forget = () => {
    opening = null
  }
  const open = () => {
    opening ??= openDB<VaultSchema>(name, version, {
      upgrade: makeStores,
      // Another window brings a newer version: it gets its turn, and this one opens again when it is asked.
      blocking: (_current, _blocked, event) => {
        forget()
        const database = event.target as IDBDatabase
        database.close()
      },
      terminated: forget,
    }).catch((error: unknown) => {
      forget()
      throw error
    })
    return opening
  }
  const setAside = async (at: number) => {
    const database = await open()
    const [keys, headers, revisions] = await Promise.all([
      database.getAllKeys('header'),
      database.getAll('header'),
      database.getAll('revisions'),
    ])
    const aside = await openDB<VaultSchema>(`${name} set aside ${at}`, version, { upgrade: makeStores })
    const copy = aside.transaction(bothStores, 'readwrite', { durability: 'strict' })
    await Promise.all([
      ...headers.map((header, index) => copy.objectStore('header').put(header, keys[index])),
      ...revisions.map((revision) => copy.objectStore('revisions').put(revision)),
      copy.done,
    ])
    aside.close()
    // Only now that there are two of everything.
    const transaction = database.transaction(bothStores, 'readwrite', { durability: 'strict' })
    await Promise.all([
      transaction.objectStore('header').clear(),
      transaction.objectStore('revisions').clear(),
      transaction.done,
    ])
  }
  return {
    setAside,
    readHeaders: async () => (await open()).getAll('header'),
    readHead: async () => {
      // By its key: a cursor over values makes Firefox read the others too.
      const { store } = (await open()).transaction('revisions')
      const newest = (await store.openKeyCursor(null, 'prev'))?.key
      return newest === undefined ? undefined : store.get(newest)
    },
    isHead: async (revision, nonce) => {
      const { store } = (await open()).transaction('revisions')
      const [newest, found] = await Promise.all([
        store.openKeyCursor(null, 'prev'),
        store.index('nonce').getKey(nonce),
      ])
      return newest?.key === revision && found === revision
    },
    readRevision: async (revision) => (await open()).get('revisions', revision),
    listRevisions: async () => (await open()).getAllKeys('revisions'),
    create: async (header, first) => {
      const transaction = (await open()).transaction(bothStores, 'readwrite', { durability: 'strict' })
      if ((await transaction.objectStore('revisions').count()) > 0) return 'exists'
      const written = await settle([
        transaction.objectStore('header').add(header, 'header'),
        transaction.objectStore('header').add(header, 'copy'),
        transaction.objectStore('revisions').add(first),
        transaction.done,
      ])
      return written ? 'created' : 'exists'
    },
    add: async (revision) => {
      const transaction = (await open()).transaction('revisions', 'readwrite', { durability: 'strict' })
      return (await settle([transaction.store.add(revision), transaction.done])) ? 'added' : 'taken'
    },
    remove: async (revision) => (await open()).delete('revisions', revision),
    prune: async (keep) => {
      const transaction = (await open()).transaction('revisions', 'readwrite')
      const revisions = await transaction.store.getAllKeys()
      const old = revisions.slice(0, Math.max(0, revisions.length - keep))
      await Promise.all([...old.map((revision) => transaction.store.delete(revision)), transaction.done])
    },
    replaceHeader: async (header, replacedMac) => {
      const transaction = (await open()).transaction('header', 'readwrite', { durability: 'strict' })
      const there = await transaction.store.getAll()
      if (!isAnyWith(there, replacedMac)) return 'taken'
      await Promise.all([
        transaction.store.put(header, 'header'),
        transaction.store.put(header, 'copy'),
        transaction.done,
      ])
      return 'replaced'
    },
    replaceAll: async ({ header, revisions }, replaced) => {
      const transaction = (await open()).transaction(bothStores, 'readwrite', { durability: 'strict' })
      const [there, numbers] = await Promise.all([
        transaction.objectStore('header').getAll(),
        transaction.objectStore('revisions').getAllKeys(),
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

/** False when a key was taken: then the whole transaction was undone. Anything else that fails is thrown. */
async function settle(parts: Promise<unknown>[]): Promise<boolean> {
  const outcomes = await Promise.allSettled(parts)
  const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
  if (failures.length === 0) return true
  if (failures.some((error) => error instanceof DOMException && error.name === 'ConstraintError'))
    return false
  throw failures[0]
}

/** Whether either copy has this MAC; a broken one may have anything in its place. */
function isAnyWith(headers: Partial<VaultHeader>[], wanted: Uint8Array): boolean {
  return headers.some(({ mac }) => mac instanceof Uint8Array && indexedDB.cmp(mac, wanted) === 0)
}
