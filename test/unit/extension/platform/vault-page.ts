import { addAccount } from '../../../../extension/src/core/accounts.ts'
import {
  bringAsideBack,
  listAsideVaults,
  setLockedVaultAside,
} from '../../../../extension/src/core/vault/aside-vaults.ts'
import type { VaultEnvironment } from '../../../../extension/src/core/vault/environment.ts'
import { VaultError } from '../../../../extension/src/core/vault/errors.ts'
import type { VaultHeader, VaultRevision } from '../../../../extension/src/core/vault/records.ts'
import { renewVaultKey } from '../../../../extension/src/core/vault/renew-key.ts'
import type { VaultMemory } from '../../../../extension/src/core/vault/session.ts'
import { listSnapshots, restoreSnapshot } from '../../../../extension/src/core/vault/snapshots.ts'
import {
  changeVault,
  createVault,
  lockVault,
  openVault,
  unlockVault,
} from '../../../../extension/src/core/vault/vault.ts'
import { createVaultDatabase } from '../../../../extension/src/platform/vault-database.ts'
import { makeAccount } from '../core/make-account.ts'
import { deriveFast } from '../core/vault/memory-vault.ts'

/** What the test asks of a page. */
export interface VaultPage {
  create(): Promise<string>
  /** Adds so many accounts, one after the other. */
  add(prefix: string, count: number): Promise<void>
  list(): Promise<string[]>
  revisions(): Promise<unknown[]>
  addTaken(): Promise<string>
  /** Puts the newest revision in its own place as of this vault and key, of another key, of another vault, and where there is none. */
  mend(): Promise<string[]>
  /** Puts the first version of the database, with what is stored now, in the place of the newest. */
  goBack(): Promise<number>
  /** Looks at a place where there is no vault; the names of all databases there are then. */
  lookAtNone(): Promise<{ answers: unknown[]; databases: (string | undefined)[] }>
  /** What browsers do from here on where the bytes of a record are damaged, or the file of it is lost; null: as before. */
  breakReading(failure: { keys: unknown[]; name: string } | null): Promise<void>
  /** Erases the vault while the database does not open so many times; what came of it, and how many revisions are left. */
  eraseFailing(times: number): Promise<{ answer: string; revisions: number }>
  /** The code of what opening the vault throws, or how many accounts are in it. */
  open(): Promise<unknown>
  unlock(): Promise<string>
  /** Each snapshot, the newest first, as `whole` or `broken`. */
  snapshots(): Promise<string[]>
  restore(revision: number): Promise<string>
  renew(): Promise<string>
  /** Locks the vault and sets it aside; what came of it, which revisions are in its place then, and the databases of all that are aside. */
  setAside(): Promise<{ answer: string; revisions: number[]; asides: string[] }>
  /** Brings a vault back by its place in the list, the one that was set aside last first; what came of it. */
  bringBack(index: number): Promise<string>
}

// Two pages of one origin share this as windows of a profile share the session's memory.
const memory: VaultMemory = {
  read: async (names) =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = localStorage.getItem(name)
        return value === null ? [] : [[name, JSON.parse(value)]]
      }),
    ),
  write: async (values) => {
    for (const [name, value] of Object.entries(values)) localStorage.setItem(name, JSON.stringify(value))
  },
  remove: async (names) => {
    for (const name of names) localStorage.removeItem(name)
  },
}
const storage = createVaultDatabase()
const environment: VaultEnvironment = {
  storage,
  session: memory,
  local: memory,
  exclusively: (task) => task(),
  later: () => undefined,
  now: () => Date.now(),
}

const proof = { password: 'four random words', deriveKey: deriveFast }
const wait: typeof setTimeout = globalThis.setTimeout.bind(globalThis)
const { get } = IDBObjectStore.prototype

const count = (vault: Awaited<ReturnType<typeof openVault>>) =>
  vault.status === 'open' ? vault.contents.accounts.length : vault.status
const readCode = (error: unknown) => (error instanceof VaultError ? error.code : String(error))

const page: VaultPage = {
  create: async () => (await createVault(environment, proof)).status,
  add: async (prefix, count) => {
    for (let index = 0; index < count; index++) {
      const id = `${prefix}${index}`
      const account = makeAccount({ secret: new TextEncoder().encode(id) })
      await changeVault(environment, addAccount(account, { id, site: null, addedAt: 1 }))
    }
  },
  list: async () => {
    const vault = await openVault(environment)
    return vault.status === 'open' ? vault.contents.accounts.map(({ id }) => id) : []
  },
  revisions: async () => {
    const head = (await storage.readHead()) as { revision: number }
    const numbers = Array.from({ length: head.revision }, (_, index) => index + 1)
    const stored = await Promise.all(numbers.map((number) => storage.readRevision(number)))
    return numbers.filter((_, index) => stored[index] !== undefined)
  },
  addTaken: async () => storage.add((await storage.readHead()) as Parameters<typeof storage.add>[0]),
  mend: async () => {
    const [{ keyId }] = (await storage.readHeaders()) as [VaultHeader]
    const head = (await storage.readHead()) as VaultRevision
    const place = { newest: head.revision, keyId }
    const none = createVaultDatabase('another vault')
    return Promise.all([
      storage.mend(head, place),
      storage.mend(head, { ...place, keyId: 'another' }),
      storage.mend({ ...head, vaultId: 'another' }, place),
      storage.mend(head, { ...place, newest: head.revision - 1 }),
      none.mend(head, { keyId, newest: undefined }),
    ])
  },
  lookAtNone: async () => {
    const none = createVaultDatabase('another vault')
    const reading = [none.readHead(), none.readHeaders(), none.listRevisions(), none.countRecords()]
    const answers = await Promise.all<unknown>([...reading, none.isHead(1, new Uint8Array(12))])
    return { answers, databases: (await indexedDB.databases()).map(({ name }) => name) }
  },
  breakReading: async (failure) => {
    // Nobody has to wait as long here.
    const short = ((task: () => void) => wait(task, 1000)) as typeof setTimeout
    globalThis.setTimeout = failure?.name === 'none' ? short : wait
    IDBObjectStore.prototype.get = function (key) {
      if (!failure?.keys.includes(key)) return get.call(this, key)
      if (failure.name === 'none') return new Promise(() => {}) as never
      wait(() => this.transaction.abort(), 0)
      return Promise.reject(new DOMException('broken', failure.name)) as never
    }
  },
  eraseFailing: async (times) => {
    const [header] = (await storage.readHeaders()) as [VaultHeader]
    const head = (await storage.readHead()) as VaultRevision
    await createVaultDatabase('vault to erase').create({ headers: [header, header], revisions: [head] })
    const { open } = IDBFactory.prototype
    let left = times
    IDBFactory.prototype.open = function (...options) {
      if (left-- <= 0) return open.apply(this, options)
      throw new DOMException('broken', 'UnknownError')
    }
    const place = createVaultDatabase('vault to erase')
    const answer = await place.erase()
    IDBFactory.prototype.open = open
    return { answer, revisions: (await place.listRevisions()).length }
  },
  open: () => openVault(environment).then(count, readCode),
  unlock: () => unlockVault(environment, proof).then(({ status }) => status, readCode),
  snapshots: async () => {
    const listed = await listSnapshots(environment)
    return listed.status === 'open' ? listed.snapshots.map(({ state }) => state) : []
  },
  restore: (revision) => restoreSnapshot(environment, revision).then(({ status }) => status, readCode),
  renew: () => renewVaultKey(environment, proof).then(({ status }) => status, readCode),
  setAside: async () => {
    await lockVault(environment)
    const answer = await setLockedVaultAside(environment).then(({ status }) => status, readCode)
    const revisions = await storage.listRevisions()
    const databases = (await indexedDB.databases()).flatMap(({ name }) => name ?? [])
    return { answer, revisions, asides: databases.filter((name) => name.startsWith('vault set aside')) }
  },
  bringBack: async (index) => {
    const aside = (await listAsideVaults(environment))[index]
    const brought = await bringAsideBack(environment, aside?.at ?? 0)
    return brought.status === 'back' ? `back ${brought.from}` : brought.status
  },
  goBack: async () => {
    const [[header], head] = [await storage.readHeaders(), await storage.readHead()]
    await settle(indexedDB.deleteDatabase('vault'))
    const opening = indexedDB.open('vault', 1)
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore('header').add(header, 'header')
      opening.result.createObjectStore('revisions', { keyPath: 'revision' }).add(head)
    }
    const database = await settle(opening)
    const { version } = database
    database.close()
    return version
  },
}

function settle<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

Object.assign(globalThis, { vaultPage: page })
