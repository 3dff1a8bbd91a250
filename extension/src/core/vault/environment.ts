import type { VaultMemory } from './session.ts'
import type { VaultStorage } from './storage.ts'

/** What a vault needs of the place that it lives in. */
export interface VaultEnvironment {
  storage: VaultStorage
  /** Memory that the browser forgets when it closes: the key while the vault is open, and why it was locked. */
  session: VaultMemory
  /** Outlives the browser, on disk and in clear: only for what is no secret. */
  local: VaultMemory
  /** Runs one task at a time over all windows of this profile. */
  exclusively<Result>(task: () => Promise<Result>): Promise<Result>
  /** Runs what nobody waits for, when those who wait are done; never, where the page closes before. */
  later(task: () => Promise<void>): void
  /** The system's clock, without the correction of codes; ms since 1970. */
  now(): number
}
