import { VaultError } from './errors.ts'

type Contents = Record<string, unknown>

/** The version that is written. */
export const contentsVersion = 2

/** From each version to the next; what was ever written stays readable. */
const steps: Record<number, (contents: Contents) => Contents> = {
  // Version 1 had accounts only, of which it left out nothing.
  1: ({ accounts }) => ({
    version: 2,
    savedAt: null,
    accounts,
    trash: [],
    settings: { autoLock: { minutes: 15, withSystem: true }, order: 'name', lastBackupAt: null },
  }),
}

/** Brings contents of any version to the newest; throws `unsupported_format` for a newer one. Fields stay unchecked. */
export function migrateContents(contents: Contents): Contents {
  let migrated = contents
  while (migrated.version !== contentsVersion) {
    const step = typeof migrated.version === 'number' ? steps[migrated.version] : undefined
    if (step === undefined) {
      throw new VaultError('unsupported_format', 'The contents were written by a newer version.')
    }
    migrated = step(migrated)
  }
  return migrated
}
