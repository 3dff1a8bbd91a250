import type { DeriveKey } from '../../../../../extension/src/core/vault/kdf.ts'
import type { VaultSession } from '../../../../../extension/src/core/vault/session.ts'
import type { VaultStorage } from '../../../../../extension/src/core/vault/storage.ts'
import type { VaultEnvironment } from '../../../../../extension/src/core/vault/vault.ts'

/** What the storage holds, open to tests that damage it. */
export interface StoredVault {
  header: unknown
  revisions: Map<number, unknown>
}

/** Storage as IndexedDB does it: copies in, copies out, and never two records under one number. */
export function createMemoryStorage(stored: StoredVault): VaultStorage {
  const newest = () => Math.max(...stored.revisions.keys())
  return {
    readHeader: async () => structuredClone(stored.header),
    readHead: async () => structuredClone(stored.revisions.get(newest())),
    readRevision: async (revision) => structuredClone(stored.revisions.get(revision)),
    create: async (header, first) => {
      if (stored.header !== undefined) return 'exists'
      stored.header = structuredClone(header)
      stored.revisions.set(first.revision, structuredClone(first))
      return 'created'
    },
    add: async (revision) => {
      if (stored.revisions.has(revision.revision)) return 'taken'
      stored.revisions.set(revision.revision, structuredClone(revision))
      return 'added'
    },
    remove: async (revision) => {
      stored.revisions.delete(revision)
    },
    prune: async (keep) => {
      for (const old of [...stored.revisions.keys()].toSorted((a, b) => b - a).slice(keep)) {
        stored.revisions.delete(old)
      }
    },
  }
}

export interface MemoryVault {
  environment: VaultEnvironment
  stored: StoredVault
  session: { key: unknown }
}

/** A vault in memory. Its `exclusively` excludes nobody, as if each caller were a browser without locks. */
export function createMemoryVault(): MemoryVault {
  const stored: StoredVault = { header: undefined, revisions: new Map() }
  const session: { key: unknown } = { key: undefined }
  const vaultSession: VaultSession = {
    read: async () => session.key,
    write: async (key) => {
      session.key = key
    },
    clear: async () => {
      session.key = undefined
    },
  }
  const environment = {
    storage: createMemoryStorage(stored),
    session: vaultSession,
    exclusively: <Result>(task: () => Promise<Result>) => task(),
  }
  return { environment, stored, session }
}

/** Stands in for Argon2id where the test is about something else: as one-way, only fast. */
export const deriveFast: DeriveKey = async (password, salt) => {
  const joined = new Uint8Array(password.length + salt.length)
  joined.set(password)
  joined.set(salt, password.length)
  return new Uint8Array(await crypto.subtle.digest('SHA-256', joined))
}
