import type { Bytes } from './bytes.ts'
import type { VaultHeader, VaultRevision } from './records.ts'

/** Everything of a vault as it lies in one place. */
export interface StoredRecords {
  headers: unknown[]
  /** The lowest number first. */
  revisions: unknown[]
}

/**
 * Where records lie. Each method is one transaction. What is read comes back as `unknown`, because it is validated
 * at the door like anything else from outside: null stands for a record that is there and can't be read, as one whose bytes
 * were damaged on the disk. Reading never makes a place where there was none. A `TimeoutError` says that the disk did not
 * answer in time, an `UnopenableError` that nothing can be opened there.
 */
export interface VaultStorage {
  /** How many copies of the header and how many revisions there are, at one moment. */
  countRecords(): Promise<{ headers: number; revisions: number }>
  /** Those copies of the header that are there: whatever writes it writes it twice, in one transaction. */
  readHeaders(): Promise<unknown[]>
  /** The revision with the highest number, or undefined. */
  readHead(): Promise<unknown>
  /** Whether the newest revision is the one with this number and nonce; far quicker than reading it. */
  isHead(revision: number, nonce: Bytes): Promise<boolean>
  readRevision(revision: number): Promise<unknown>
  /** The numbers of all revisions, the lowest first. */
  listRevisions(): Promise<number[]>
  /** Writes all of it, or nothing and answers `exists` when there is anything of a vault already. */
  create(records: StoredRecords): Promise<'created' | 'exists'>
  /** Writes a revision, or nothing and answers `taken` when somebody else wrote that number first. */
  add(revision: VaultRevision): Promise<'added' | 'taken'>
  /**
   * Writes a revision, in the place of a broken one too, or nothing and answers `taken` where `newest` is not the number of the
   * newest one any more (undefined stands for none), or where no copy of the header is of its vault and under this key.
   */
  mend(
    revision: VaultRevision,
    place: { newest: number | undefined; keyId: string },
  ): Promise<'mended' | 'taken'>
  /** Takes back one revision that turned out not to be readable. */
  remove(revision: number): Promise<void>
  /** Lets go of all but the newest ones. */
  prune(keep: number): Promise<void>
  /** Writes a header in the place of the one with this MAC, or nothing when neither copy has that any more. */
  replaceHeader(header: VaultHeader, replacedMac: Uint8Array): Promise<'replaced' | 'taken'>
  /** Writes a header and exactly these revisions, or nothing when the header or the newest revision are others by now. */
  replaceAll(
    vault: { header: VaultHeader; revisions: VaultRevision[] },
    replaced: { mac: Uint8Array; head: number },
  ): Promise<'replaced' | 'taken'>
  /** Writes exactly these in the place of everything that is there, whatever that is; none leave the place empty. */
  overwrite(records: StoredRecords): Promise<void>
  /** Writes exactly these under another name, by a time in ms since 1970. */
  writeAside(at: number, records: StoredRecords): Promise<void>
  /** What lies under that name, with null for what can't be read; nothing, where there is none. */
  readAside(at: number): Promise<StoredRecords>
  /**
   * Removes everything, where it can't even be opened, more than once in a row; nothing is kept. `opens`, with nothing
   * removed, where it can.
   */
  erase(): Promise<'erased' | 'opens'>
}
