import { startMariadb } from './mariadb.ts'
import { startPostgres } from './postgres.ts'

const servers: { stop(): Promise<void> }[] = []

/**
 * Starts one PostgreSQL and one MariaDB for all of vitest's workers and puts their addresses into
 * COUNTERSIGN_TEST_POSTGRES and COUNTERSIGN_TEST_MARIADB; a server that a variable already names is used as it is.
 */
export async function setup(): Promise<void> {
  await Promise.all([
    provide('COUNTERSIGN_TEST_POSTGRES', startPostgres),
    provide('COUNTERSIGN_TEST_MARIADB', startMariadb),
  ])
}

export async function teardown(): Promise<void> {
  await Promise.all(servers.map((server) => server.stop()))
}

async function provide(
  name: string,
  start: () => Promise<{ url: string; stop(): Promise<void> }>,
): Promise<void> {
  if (process.env[name]) return
  const server = await start()
  servers.push(server)
  process.env[name] = server.url
}
