import { join } from 'node:path'
import { type Config, ConfigError } from '../config.ts'
import { claimForRegion } from '../data/region-claim.ts'
import { prepareFolder } from './data-folder.ts'
import type { Database } from './database.ts'
import { migrate } from './migrate.ts'
import { openPostgres } from './postgres.ts'
import { openSqlite } from './sqlite.ts'

/** Opens the site's database and brings its tables up to date. Throws `ConfigError` when it is another region's, or can't be used. */
export async function openDatabase(config: Config): Promise<Database> {
  const db = await explainFailure(config, async () => {
    if (!config.databaseUrl) prepareFolder(config.dataDir)
    const opened = config.databaseUrl
      ? openPostgres(config.databaseUrl)
      : openSqlite(join(config.dataDir, 'practice.db'))
    await migrate(opened)
    return opened
  })
  if (!(await claimForRegion(db, config.region))) {
    throw new ConfigError([
      'The database belongs to another region. Each REGION needs a database of its own.',
    ])
  }
  return db
}

/** Opens a database. Throws `ConfigError`, in a sentence for the person at the terminal, when that can't be done. */
export async function explainFailure<T>(config: Config, open: () => Promise<T>): Promise<T> {
  try {
    return await open()
  } catch (error) {
    const code = readErrorCode(error)
    throw new ConfigError([
      config.databaseUrl
        ? `The database of DATABASE_URL can't be used (${code}). Check that PostgreSQL runs there, and the name and the password.`
        : `The databases in ${config.dataDir} can't be made or opened (${code}). Set DATA_DIR to a folder that this user may write to.`,
    ])
  }
}

/** What went wrong at the terminal, a sentence each: never a stack trace. */
export function listProblems(error: unknown): readonly string[] {
  return error instanceof ConfigError
    ? error.problems
    : [`Something unforeseen stopped it (${readErrorCode(error)}).`]
}

/** The code of a system or database error, else its name: never its message, which may quote the connection string. */
function readErrorCode(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error) return String(error.code)
  return error instanceof Error ? error.name : 'no reason given'
}
