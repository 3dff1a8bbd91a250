import { deleteDB, type IDBPDatabase, type IDBPTransaction } from 'idb'
import type { VaultHeader, VaultRevision } from '../core/vault/records.ts'
import type { StoredRecords } from '../core/vault/storage.ts'
import {
  bothStores,
  findRecords,
  headerKeys,
  openRecords,
  readCopies,
  readOne,
  type VaultSchema,
} from './vault-records.ts'

type Writing = IDBPTransaction<VaultSchema, typeof bothStores, 'readwrite'>

/** The database that a vault is kept in which was set aside, by a time in ms since 1970. */
export function nameAside(name: string, at: number): string {
  return `${name} set aside ${at}`
}

/** Writes exactly these records, as they are, into a database of that name; without any there is none of that name. */
export async function writeAside(name: string, records: StoredRecords): Promise<void> {
  if (records.headers.length === 0 && records.revisions.length === 0) return deleteDB(name)
  const database = await openRecords(name)
  try {
    await replaceRecords(database, records)
  } finally {
    database.close()
  }
}

/** What lies in a database of that name, with null for what can't be read; throws where the disk does not answer for some of it. */
export async function readAside(name: string): Promise<StoredRecords> {
  const database = await findRecords(name, {})
  if (database === null) return { headers: [], revisions: [] }
  try {
    const headers = (await readCopies(database)).map(({ copy }) => copy)
    const numbers = await database.getAllKeys('revisions')
    const revisions = await Promise.all(numbers.map((number) => readOne(database, number)))
    return { headers, revisions: revisions.filter((record) => record !== undefined) }
  } finally {
    database.close()
  }
}

/** Writes exactly these records in the place of all others. */
export async function replaceRecords(
  database: IDBPDatabase<VaultSchema>,
  records: StoredRecords,
): Promise<void> {
  const transaction = database.transaction(bothStores, 'readwrite', { durability: 'strict' })
  await Promise.all([
    transaction.objectStore('header').clear(),
    transaction.objectStore('revisions').clear(),
    ...putRecords(transaction, records),
    transaction.done,
  ])
}

/** As they are: whatever is damaged about them is for whoever reads them to say. */
export function putRecords(transaction: Writing, { headers, revisions }: StoredRecords): Promise<unknown>[] {
  const [first, second] = headerKeys
  return [
    ...headers.map((header, index) =>
      transaction.objectStore('header').put(header as VaultHeader, index === 0 ? first : second),
    ),
    ...revisions.map((revision) => transaction.objectStore('revisions').put(revision as VaultRevision)),
  ]
}
