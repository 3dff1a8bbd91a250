import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

const databases = ['practice.db', 'two-factor.db']

/**
 * Makes the folder of the SQLite files, for this user alone, and takes from others what they may do with files of an
 * earlier start. A folder that is there already keeps its mode: it may be one that serves other ends too.
 */
export function prepareFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const name of databases.flatMap((file) => [file, `${file}-wal`, `${file}-shm`])) {
    const path = join(folder, name)
    if (existsSync(path)) chmodSync(path, 0o600)
  }
}
