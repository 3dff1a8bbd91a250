import type { VaultEnvironment } from '../../../../../extension/src/core/vault/environment.ts'
import type { DeriveKey } from '../../../../../extension/src/core/vault/kdf.ts'
import type { VaultRevision } from '../../../../../extension/src/core/vault/records.ts'
import type { VaultMemory } from '../../../../../extension/src/core/vault/session.ts'
import type { StoredRecords, VaultStorage } from '../../../../../extension/src/core/vault/storage.ts'

/** What the storage holds, open to tests that damage it. */
export interface StoredVault {
  header: unknown
  copy?: unknown
  revisions: Map<number, unknown>
  /** What was set aside, by when. */
  asides?: Map<number, StoredRecords>
}

/** Everything in the place of a vault, as it would be kept aside. */
export function listRecords({ header, copy, revisions }: StoredVault): StoredRecords {
  return structuredClone({ headers: [header, copy], revisions: [...revisions.values()] })
}

/** What was set aside last. */
export function findAside({ asides }: StoredVault): StoredRecords | undefined {
  return [...(asides?.values() ?? [])].at(-1)
}

/** Storage as IndexedDB does it: copies in, copies out, and never two records under one number. */
export function createMemoryStorage(stored: StoredVault): VaultStorage {
  const newest = () => Math.max(...stored.revisions.keys())
  const writeHeader = (header: unknown) => {
    stored.header = structuredClone(header)
    stored.copy = structuredClone(header)
  }
  const writeEverything = ({ headers, revisions }: StoredRecords) => {
    const [header, copy] = headers.map((each) => structuredClone(each))
    Object.assign(stored, { header, copy })
    stored.revisions.clear()
    for (const revision of structuredClone(revisions) as VaultRevision[]) {
      stored.revisions.set(revision.revision, revision)
    }
  }
  const isWith = (wanted: Uint8Array) =>
    [stored.header, stored.copy].some((header) => {
      const mac = (header as { mac?: unknown } | undefined)?.mac
      return mac instanceof Uint8Array && Buffer.compare(mac, wanted) === 0
    })
  const isUnder = (vaultId: string, keyId: string) =>
    [stored.header, stored.copy].some((header) => {
      const there = header as { vaultId?: unknown; keyId?: unknown } | null | undefined
      return there?.vaultId === vaultId && (there.keyId ?? '') === keyId
    })
  return {
    countRecords: async () => ({
      headers: [stored.header, stored.copy].filter((header) => header !== undefined).length,
      revisions: stored.revisions.size,
    }),
    readHeaders: async () =>
      structuredClone([stored.header, stored.copy].filter((header) => header !== undefined)),
    readHead: async () => structuredClone(stored.revisions.get(newest())),
    isHead: async (revision, nonce) => {
      const head = stored.revisions.get(revision) as { nonce: Uint8Array } | null | undefined
      return newest() === revision && head?.nonce !== undefined && Buffer.compare(head.nonce, nonce) === 0
    },
    readRevision: async (revision) => structuredClone(stored.revisions.get(revision)),
    create: async (records) => {
      if ((stored.header ?? stored.copy) !== undefined || stored.revisions.size > 0) return 'exists'
      writeEverything(records)
      return 'created'
    },
    add: async (revision) => {
      if (stored.revisions.has(revision.revision)) return 'taken'
      stored.revisions.set(revision.revision, structuredClone(revision))
      return 'added'
    },
    mend: async (revision, place) => {
      if ((stored.revisions.size === 0 ? undefined : newest()) !== place.newest) return 'taken'
      if (!isUnder(revision.vaultId, place.keyId)) return 'taken'
      stored.revisions.set(revision.revision, structuredClone(revision))
      return 'mended'
    },
    remove: async (revision) => {
      stored.revisions.delete(revision)
    },
    prune: async (keep) => {
      for (const old of [...stored.revisions.keys()].toSorted((a, b) => b - a).slice(keep)) {
        stored.revisions.delete(old)
      }
    },
    overwrite: async (records) => writeEverything(records),
    writeAside: async (at, records) => {
      stored.asides ??= new Map()
      stored.asides.set(at, structuredClone(records))
      if (records.headers.length === 0 && records.revisions.length === 0) stored.asides.delete(at)
      if (stored.asides.size === 0) delete stored.asides
    },
    readAside: async (at) => structuredClone(stored.asides?.get(at) ?? { headers: [], revisions: [] }),
    erase: async () => {
      stored.revisions.clear()
      Object.assign(stored, { header: undefined, copy: undefined })
      return 'erased'
    },
    listRevisions: async () => [...stored.revisions.keys()].toSorted((a, b) => a - b),
    replaceHeader: async (header, replacedMac) => {
      if (!isWith(replacedMac)) return 'taken'
      writeHeader(header)
      return 'replaced'
    },
    replaceAll: async ({ header, revisions }, { mac, head }) => {
      if (!isWith(mac) || newest() !== head) return 'taken'
      writeHeader(header)
      stored.revisions.clear()
      for (const revision of revisions) stored.revisions.set(revision.revision, structuredClone(revision))
      return 'replaced'
    },
  }
}

export interface MemoryVault {
  environment: VaultEnvironment
  stored: StoredVault
  /** What the browser forgets when it closes. */
  session: Record<string, unknown>
  /** What it keeps. */
  local: Record<string, unknown>
  clock: { now: number }
  /** Runs what nobody waits for. */
  runLater(): Promise<void>
}

/** A vault in memory. Its `exclusively` excludes nobody, as if each caller were a browser without locks. */
export function createMemoryVault(
  stored: StoredVault = { header: undefined, revisions: new Map() },
): MemoryVault {
  const session: Record<string, unknown> = {}
  const local: Record<string, unknown> = {}
  const clock = { now: 1_800_000_000_000 }
  const late: (() => Promise<void>)[] = []
  const environment: VaultEnvironment = {
    storage: createMemoryStorage(stored),
    session: createMemory(session),
    local: createMemory(local),
    exclusively: (task) => task(),
    later: (task) => void late.push(task),
    now: () => clock.now,
  }
  const runLater = async () => {
    for (const task of late.splice(0)) await task()
  }
  return { environment, stored, session, local, clock, runLater }
}

function createMemory(values: Record<string, unknown>): VaultMemory {
  return {
    read: async (names) =>
      Object.fromEntries(
        names.filter((name) => name in values).map((name) => [name, structuredClone(values[name])]),
      ),
    write: async (changes) => void Object.assign(values, structuredClone(changes)),
    remove: async (names) => {
      for (const name of names) delete values[name]
    },
  }
}

/** Stands in for Argon2id where the test is about something else: as one-way, only fast. */
export const deriveFast: DeriveKey = async (password, salt) => {
  const joined = new Uint8Array(password.length + salt.length)
  joined.set(password)
  joined.set(salt, password.length)
  return new Uint8Array(await crypto.subtle.digest('SHA-256', joined))
}
