import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { onTestFinished } from 'vitest'
import type { Database } from '../../../demo-site/src/db/database.ts'
import { migrate } from '../../../demo-site/src/db/migrate.ts'
import { openPostgres } from '../../../demo-site/src/db/postgres.ts'
import { openSqlite } from '../../../demo-site/src/db/sqlite.ts'
import { seed } from '../../../demo-site/src/seed.ts'

export const engines = ['sqlite', 'postgres'] as const

export const seededAt = Date.parse('2026-11-21T10:00:00Z')

/** Returns a function that opens connections to one new, empty database, which is gone when the test ends. */
export async function createDatabase(engine: (typeof engines)[number]): Promise<() => Database> {
  if (engine === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-demo-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    return () => closing(openSqlite(join(folder, 'practice.db')))
  }
  const url = await createPostgresDatabase()
  return () => closing(openPostgres(url))
}

/** Returns the connection string of a new, empty database, which is dropped when the test ends. */
export async function createPostgresDatabase(): Promise<string> {
  const server = process.env.COUNTERSIGN_TEST_POSTGRES
  if (!server) throw new Error('COUNTERSIGN_TEST_POSTGRES names no server')
  const name = `demo_${randomUUID().replaceAll('-', '')}`
  await administer(server, `CREATE DATABASE ${name}`)
  onTestFinished(() => administer(server, `DROP DATABASE ${name} WITH (FORCE)`))
  const url = new URL(server)
  url.pathname = name
  return url.href
}

/** A database with the tables and the seeded people. */
export async function createSeededDatabase(engine: (typeof engines)[number]): Promise<Database> {
  const db = (await createDatabase(engine))()
  await migrate(db)
  await seed(db, seededAt)
  return db
}

function closing(db: Database): Database {
  onTestFinished(() => db.close())
  return db
}

async function administer(connectionString: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  await client.query(statement)
  await client.end()
}
