import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store } from 'countersign'
import { memoryStore } from 'countersign/memory'
import { mysqlStore } from 'countersign/mysql'
import { postgresStore } from 'countersign/postgres'
import { sqliteStore } from 'countersign/sqlite'
import mysql from 'mysql2/promise'
import pg from 'pg'

export interface StoreUnderTest {
  name: string
  /** A migrated store in an empty database of its own. */
  open(): Promise<{ store: Store; url?: string; dispose(): Promise<void> }>
}

/** Every store, the real PostgreSQL among them. */
export const storesUnderTest: StoreUnderTest[] = [
  {
    name: 'memory',
    async open() {
      const store = memoryStore()
      return { store, dispose: () => store.close() }
    },
  },
  {
    name: 'sqlite',
    async open() {
      const folder = mkdtempSync(join(tmpdir(), 'countersign-sqlite-'))
      const store = sqliteStore(join(folder, 'test.db'))
      await store.migrate()
      return {
        store,
        async dispose() {
          await store.close()
          rmSync(folder, { recursive: true })
        },
      }
    },
  },
  {
    name: 'postgres',
    open: () =>
      openServerStore({
        server: process.env.COUNTERSIGN_TEST_POSTGRES,
        administrate: administratePostgres,
        connect: postgresStore,
        drop: (name) => `DROP DATABASE ${name} WITH (FORCE)`,
      }),
  },
  {
    name: 'mysql',
    open: () =>
      openServerStore({
        server: process.env.COUNTERSIGN_TEST_MARIADB,
        administrate: administrateMysql,
        connect: mysqlStore,
        drop: (name) => `DROP DATABASE ${name}`,
      }),
  },
]

interface ServerUnderTest {
  server: string | undefined
  administrate(url: string, statement: string): Promise<void>
  connect(url: string): Store
  drop(name: string): string
}

async function openServerStore({ server, administrate, connect, drop }: ServerUnderTest) {
  if (server === undefined) throw new Error('the address of the server is not set: run through vitest')
  const name = `countersign_${randomUUID().replaceAll('-', '')}`
  await administrate(server, `CREATE DATABASE ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const store = connect(url.href)
  await store.migrate()
  return {
    store,
    url: url.href,
    async dispose() {
      await store.close()
      await administrate(server, drop(name))
    },
  }
}

async function administratePostgres(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

async function administrateMysql(url: string, statement: string): Promise<void> {
  const client = await mysql.createConnection({ uri: url })
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
