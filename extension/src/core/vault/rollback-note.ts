import type { VaultEnvironment } from './environment.ts'

const name = 'wasRolledBack'

/** Notes that a copy of the header was an older one, before anything is written over it: until an unlock has told it. */
export async function noteRollback({ local }: VaultEnvironment): Promise<void> {
  // Where there is no room, whoever unlocks right now is told all the same.
  await local.write({ [name]: true }).catch(() => undefined)
}

export async function isRollbackNoted({ local }: VaultEnvironment): Promise<boolean> {
  const stored = await local.read([name]).catch(() => ({}))
  return name in stored
}

export async function forgetRollback({ local }: VaultEnvironment): Promise<void> {
  await local.remove([name]).catch(() => undefined)
}
