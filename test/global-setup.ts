import { type PostgresServer, startPostgres } from './postgres.ts'

let server: PostgresServer | undefined

/**
 * Starts one PostgreSQL for all of vitest's workers and puts its address into COUNTERSIGN_TEST_POSTGRES;
 * a server that the variable already names is used as it is.
 */
export async function setup(): Promise<void> {
  if (process.env.COUNTERSIGN_TEST_POSTGRES) return
  server = await startPostgres()
  process.env.COUNTERSIGN_TEST_POSTGRES = server.url
}

export async function teardown(): Promise<void> {
  await server?.stop()
}
