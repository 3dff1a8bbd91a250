import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Store } from 'countersign'
import { memoryStore } from 'countersign/memory'
import { mysqlStore } from 'countersign/mysql'
import { postgresStore } from 'countersign/postgres'
import { sqliteStore } from 'countersign/sqlite'
import mysql from 'mysql2/promise'
import pg from 'pg'

export interface OpenedStore {
  store: Store
  /** Another store on the same database, with connections of its own, as another process has it. */
  openAnother(): Store
  /** Of a server. */
  url?: string
  /** Runs the work in a transaction of the host's own, on the host's own connection; what it throws rolls back. */
  asHost(work: (transaction: unknown) => Promise<void>): Promise<void>
  dispose(): Promise<void>
}

export interface StoreUnderTest {
  name: string
  /** A migrated store in an empty database of its own. */
  open(): Promise<OpenedStore>
}

/** Every store, the real PostgreSQL among them. */
export const storesUnderTest: StoreUnderTest[] = [
  {
    name: 'memory',
    async open() {
      const store = memoryStore()
      const asHost: OpenedStore['asHost'] = (work) => store.transaction((tx) => work(tx))
      return { store, openAnother: () => store, asHost, dispose: () => store.close() }
    },
  },
  {
    name: 'sqlite',
    async open() {
      const folder = mkdtempSync(join(tmpdir(), 'countersign-sqlite-'))
      const path = join(folder, 'test.db')
      const store = sqliteStore(path)
      await store.migrate()
      const others: Store[] = []
      return {
        store,
        openAnother() {
          const other = sqliteStore(path)
          others.push(other)
          return other
        },
        async asHost(work) {
          const host = new DatabaseSync(path)
          try {
            host.exec('BEGIN IMMEDIATE')
            await work(host)
            host.exec('COMMIT')
          } finally {
            host.close()
          }
        },
        async dispose() {
          for (const opened of [store, ...others]) await opened.close()
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
        host: async (url) => {
          const client = new pg.Client({ connectionString: url })
          await client.connect()
          return client
        },
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
        host: (url) => mysql.createConnection({ uri: url }),
        drop: (name) => `DROP DATABASE ${name}`,
      }),
  },
]

interface ServerUnderTest {
  server: string | undefined
  administrate(url: string, statement: string): Promise<void>
  connect(url: string): Store
  host(url: string): Promise<{ query(sql: string): Promise<unknown>; end(): Promise<void> }>
  drop(name: string): string
}

async function openServerStore({
  server,
  administrate,
  connect,
  host,
  drop,
}: ServerUnderTest): Promise<OpenedStore> {
  if (server === undefined) throw new Error('the address of the server is not set: run through vitest')
  const name = `countersign_${randomUUID().replaceAll('-', '')}`
  await administrate(server, `CREATE DATABASE ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const store = connect(url.href)
  await store.migrate()
  const others: Store[] = []
  return {
    store,
    url: url.href,
    openAnother() {
      const other = connect(url.href)
      others.push(other)
      return other
    },
    async asHost(work) {
      const client = await host(url.href)
      try {
        await client.query('BEGIN')
        await work(client)
        await client.query('COMMIT')
      } finally {
        await client.end()
      }
    },
    async dispose() {
      for (const opened of [store, ...others]) await opened.close()
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
