import { openRevision } from './body.ts'
import type { ReadContents, VaultAccount, VaultContents } from './contents.ts'
import { type ContentsDifference, compareAccounts } from './difference.ts'
import type { VaultEnvironment } from './environment.ts'
import { isNoAnswer, VaultError } from './errors.ts'
import { findKnownHead } from './known-head.ts'
import { mendFromCopy, type OpenedHead } from './mend-from-copy.ts'
import { isRevisionNumber, readRevision } from './records.ts'
import { listEveryAccount, raiseEveryCounter, rewindContents } from './rewind.ts'
import { asStorageFull } from './storage-full.ts'
import { addRevision, type OpenVault, readOpenVault } from './vault.ts'

/** One of the last revisions, as a list shows it. */
export type Snapshot =
  | {
      state: 'whole'
      revision: number
      /** ms since 1970; null where the version that wrote it kept no time. */
      savedAt: number | null
      /** How many accounts it has. */
      count: number
      /** What it changed of the whole one before it; null for the oldest. */
      changes: ContentsDifference | null
      /** It is what the vault holds now. */
      newest: boolean
    }
  | { state: 'broken'; revision: number; newest: boolean }

const maxAttempts = 50
/** By how much a broken revision can be ahead of a whole one: only ten are kept, and few numbers are left out. */
const farthest = 1000

/** Lists the last revisions, the newest first, with what each changed; broken ones are listed as such. */
export async function listSnapshots(
  environment: VaultEnvironment,
): Promise<{ status: 'open'; snapshots: Snapshot[] } | { status: 'locked' }> {
  const open = await readOpenVault(environment)
  if (open === null) return { status: 'locked' }
  const numbers = await environment.storage.listRevisions()
  const snapshots: Snapshot[] = []
  let before: VaultAccount[] | null = null
  for (const revision of numbers) {
    const newest = revision === numbers.at(-1)
    // What the disk does not answer for now may be whole another time.
    const read = await readSnapshot(environment, open, revision).catch(asUnanswered)
    if (read === null) {
      snapshots.unshift({ state: 'broken', revision, newest })
      continue
    }
    const { accounts } = read.contents
    const changes = before === null ? null : compareAccounts(before, accounts)
    before = accounts
    snapshots.unshift({
      state: 'whole',
      revision,
      savedAt: read.savedAt,
      count: accounts.length,
      changes,
      newest,
    })
  }
  return { status: 'open', snapshots }
}

/** Whether there is any revision to go back to; null while the vault is locked. Throws where the disk does not answer for one that might be. */
export async function hasWholeSnapshot(environment: VaultEnvironment): Promise<boolean | null> {
  const listed = await listSnapshots(environment)
  if (listed.status === 'locked') return null
  if (listed.snapshots.some(({ state }) => state === 'whole')) return true
  for (const { revision } of listed.snapshots) await environment.storage.readRevision(revision)
  return false
}

/**
 * Writes a snapshot's accounts as the newest revision. Counters stay at the highest that any revision knows, so that no
 * code comes twice; accounts that only the present has go to the trash; settings stay. It works over a broken head too.
 * `gone` when the snapshot was pruned in the meantime, or does not open. Throws `TimeoutError`, with nothing changed, where the
 * disk does not answer for it or a later one, unless that is the newest and known from memory or from the second copy, or
 * `withoutUnanswered` says that a person was told what that means and goes back all the same.
 */
export function restoreSnapshot(
  environment: VaultEnvironment,
  revision: number,
  { withoutUnanswered = false } = {},
): Promise<{ status: 'restored'; contents: VaultContents } | { status: 'gone' } | { status: 'locked' }> {
  return environment.exclusively(async () => {
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const open = await readOpenVault(environment)
      if (open === null) return { status: 'locked' }
      // Before the copy becomes one of what is written here.
      const copied = await mendFromCopy(environment, open).catch(asStorageFull)
      const held = await findHeldHead(environment, open, copied)
      const numbers = await environment.storage.listRevisions()
      const whole = new Map<number, ReadContents>()
      for (const number of numbers) {
        const reading =
          number === held?.revision ? Promise.resolve(held) : readSnapshot(environment, open, number)
        // Later ones have what the present holds, and the highest counters: without them something would be lost.
        const read = await (number < revision || withoutUnanswered ? reading.catch(asUnanswered) : reading)
        if (read !== null) whole.set(number, read)
      }
      const snapshot = whole.get(revision)
      const present = [...whole.values()].at(-1)
      if (snapshot === undefined || present === undefined) return { status: 'gone' }
      const known = [...whole.values()].flatMap(({ contents }) => listEveryAccount(contents))
      const rewound = rewindContents(snapshot.contents, present.contents, environment.now())
      const contents = raiseEveryCounter(rewound, known)
      // What was never written under its number would stay the newest by it, and would outnumber what is kept.
      const newest = Math.max(...whole.keys())
      const isForged = (number: number) => !isRevisionNumber(number) || number > newest + farthest
      for (const number of numbers.filter(isForged)) await environment.storage.remove(number)
      const next = Math.max(...numbers.filter((number) => !isForged(number))) + 1
      if (await addRevision(environment, open, next, contents)) return { status: 'restored', contents }
    }
    throw new VaultError('busy', 'Other windows kept changing the vault.')
  })
}

/** The newest revision as this page or the second copy has it, so that the disk need not answer for it; null where neither does. */
async function findHeldHead(
  environment: VaultEnvironment,
  open: OpenVault,
  copied: OpenedHead | null,
): Promise<(ReadContents & { revision: number }) | null> {
  const known = await findKnownHead(environment, open.session)
  if (known !== null || copied === null) return known
  const { revision, nonce } = copied.record
  return (await environment.storage.isHead(revision, nonce)) ? { ...copied, revision } : null
}

/** Null for a revision that is not there or does not open; throws `TimeoutError`. */
async function readSnapshot(
  { storage }: VaultEnvironment,
  { keys, header }: OpenVault,
  revision: number,
): Promise<ReadContents | null> {
  try {
    return await openRevision(keys.body, readRevision(await storage.readRevision(revision), header.vaultId))
  } catch (error) {
    if (error instanceof VaultError) return null
    throw error
  }
}

function asUnanswered(error: unknown): null {
  if (isNoAnswer(error)) return null
  throw error
}
