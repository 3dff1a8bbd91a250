import { DatabaseSync } from 'node:sqlite'

/** What the SDK's store sets for its own connections: everybody in this benchmark gets the same. */
export function applyPragmas(database: DatabaseSync): void {
  database.exec('PRAGMA journal_mode = WAL')
  database.exec('PRAGMA synchronous = FULL')
  database.exec(`PRAGMA wal_autocheckpoint = ${LOG_PAGES}`)
}

const LOG_PAGES = 8000

/**
 * Lets the log of a file, which somebody has open, reach the size that it keeps. A commit into a log that still grows
 * waits for the file system's own log besides, about twice as long; a site is past that after its first minutes.
 */
export function settleLog(path: string): void {
  const database = new DatabaseSync(path, { timeout: 5000 })
  try {
    database.exec('PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 0')
    database.exec('CREATE TABLE log_filler (filled INTEGER); INSERT INTO log_filler VALUES (0)')
    const fill = database.prepare('UPDATE log_filler SET filled = filled + 1')
    // Some more than a checkpoint waits for: what is written in the meantime finds room.
    for (let page = 0; page < LOG_PAGES * 1.05; page++) fill.run()
    database.exec('DROP TABLE log_filler; PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(RESTART)')
  } finally {
    database.close()
  }
}
