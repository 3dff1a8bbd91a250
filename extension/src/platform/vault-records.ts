import { type DBSchema, type IDBPDatabase, type OpenDBCallbacks, openDB } from 'idb'
import type { Bytes } from '../core/vault/bytes.ts'
import type { VaultHeader, VaultRevision } from '../core/vault/records.ts'

export interface VaultSchema extends DBSchema {
  header: { key: 'header' | 'copy'; value: VaultHeader }
  revisions: { key: number; value: VaultRevision; indexes: { nonce: Bytes } }
}

type HeaderKey = VaultSchema['header']['key']

/** 2 has an index by nonce, so that a record is known again without being read. */
const version = 2

export const bothStores = ['header', 'revisions'] as const
export const headerKeys = ['header', 'copy'] as const

/** ms that a record may take; one whose bytes were damaged may never be answered for, and no more may one on a slow disk. */
const patience = 5000

/**
 * What browsers call a record that is there and can't be read: bytes that were flipped, a file of it that is lost. A closed
 * connection and a full disk have other names, and say nothing of the record.
 */
const damage = ['UnknownError', 'NotReadableError', 'DataError', 'DataCloneError']

/** Stands for a record that the disk has not answered for. */
const slow = Symbol('slow')

function makeSlow(): DOMException {
  return new DOMException('The disk did not answer in time.', 'TimeoutError')
}

function isSlow(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError'
}

function asSlow(error: unknown): typeof slow {
  if (isSlow(error)) return slow
  throw error
}

/** Whether it is the bytes on the disk that can't be read. */
export function isDamage(error: unknown): boolean {
  return error instanceof DOMException && damage.includes(error.name)
}

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

/** Opens the database, and makes it where it is not there. */
export function openRecords(
  name: string,
  callbacks: Pick<OpenDBCallbacks<VaultSchema>, 'blocking' | 'terminated'> = {},
): Promise<IDBPDatabase<VaultSchema>> {
  return openDB<VaultSchema>(name, version, { upgrade: makeStores, ...callbacks })
}

/** Opens the database only where it is there, else answers null: a look must not leave an empty one in the place of a lost one. */
export async function findRecords(
  name: string,
  callbacks: Pick<OpenDBCallbacks<VaultSchema>, 'blocking' | 'terminated'>,
): Promise<IDBPDatabase<VaultSchema> | null> {
  let isThere = true
  const upgrade: typeof makeStores = (database, from, to, transaction, event) => {
    if (from > 0) return makeStores(database, from, to, transaction, event)
    isThere = false
    transaction.done.catch(() => undefined)
    transaction.abort()
  }
  try {
    return await openDB<VaultSchema>(name, version, { upgrade, ...callbacks })
  } catch (error) {
    if (isThere) throw error
    return null
  }
}

/** The newest revision by its key, undefined where there is none, null where it can't be read. */
export async function readNewest(database: IDBPDatabase<VaultSchema>): Promise<unknown> {
  const transaction = database.transaction('revisions')
  // By its key: a cursor over values makes Firefox read the others too.
  const newest = (await transaction.store.openKeyCursor(null, 'prev'))?.key
  return newest === undefined ? undefined : await take(transaction, transaction.store.get(newest))
}

/** One revision, undefined where it is not there, null where it can't be read. */
export function readOne(database: IDBPDatabase<VaultSchema>, revision: number): Promise<unknown> {
  const transaction = database.transaction('revisions')
  return take(transaction, transaction.store.get(revision))
}

/** The copies of the header that are there, with null for one that can't be read; throws where the disk answers for none. */
export async function readCopies(
  database: IDBPDatabase<VaultSchema>,
): Promise<{ key: HeaderKey; copy: unknown }[]> {
  const transaction = database.transaction('header')
  const { store } = transaction
  const both = await take(transaction, Promise.all(headerKeys.map((key) => store.get(key)))).catch(asSlow)
  // Where one breaks the transaction, each is asked for by itself, so that the other one is read.
  const copies = Array.isArray(both)
    ? both
    : await Promise.all(headerKeys.map((key) => readCopy(database, key).catch(asSlow)))
  if (copies.includes(slow)) {
    // One that can be read is enough; of nothing else can anything be said.
    if (copies.every((copy) => copy === slow || copy === null || copy === undefined)) throw makeSlow()
    return readCopiesOf(copies.map((copy) => (copy === slow ? null : copy)))
  }
  return readCopiesOf(copies)
}

function readCopiesOf(copies: unknown[]): { key: HeaderKey; copy: unknown }[] {
  return headerKeys.flatMap((key, index) => (copies[index] === undefined ? [] : { key, copy: copies[index] }))
}

function readCopy(database: IDBPDatabase<VaultSchema>, key: HeaderKey): Promise<unknown> {
  const transaction = database.transaction('header')
  return take(transaction, transaction.store.get(key))
}

/** What is read, or null for what can't be; throws `TimeoutError`, and what is no matter of the record. */
async function take(transaction: Reading, reading: Promise<unknown>): Promise<unknown> {
  try {
    return await awaitAnswer(transaction, reading)
  } catch (error) {
    if (isDamage(error)) return null
    throw error
  }
}

type Reading = { done: Promise<void>; abort(): void }

/** Waits for what is read, and throws `TimeoutError` where that takes too long. */
export async function awaitAnswer<Answer>(transaction: Reading, reading: Promise<Answer>): Promise<Answer> {
  transaction.done.catch(() => undefined)
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(makeSlow()), patience)
  })
  try {
    return await Promise.race([reading, late])
  } catch (error) {
    // One that is never answered would keep everybody else from writing.
    if (isSlow(error)) abort(transaction)
    throw error
  } finally {
    clearTimeout(timer)
  }
}

function abort(transaction: { abort(): void }): void {
  try {
    transaction.abort()
  } catch {
    // It ended at this moment.
  }
}
