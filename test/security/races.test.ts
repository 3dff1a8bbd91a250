import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { type RaceStore, runRaces } from '../bench/race-rounds.ts'
import { RAISED } from '../bench/race-setup.ts'

const ROUNDS = 50
const SUBMISSIONS = (20 + 30) * ROUNDS
const stores: RaceStore[] = ['memory', 'sqlite', 'postgres']

describe.each(stores)('one code in many hands, on %s', (store) => {
  test('every submission reaches the conditional update, and one a round is let in', {
    timeout: 180_000,
  }, async () => {
    const outcome = await runRaces({ store, rounds: ROUNDS, limits: RAISED, ...(await findDatabase(store)) })
    expect(outcome).toMatchObject({ totpWinners: ROUNDS, recoveryWinners: ROUNDS })
    // Nothing was turned away before the statement that decides.
    expect(outcome.statuses).toEqual({ ok: 2 * ROUNDS, already_used: SUBMISSIONS - 2 * ROUNDS })
  })

  test('with the default limits one a round is let in too', { timeout: 180_000 }, async () => {
    const outcome = await runRaces({ store, rounds: ROUNDS, limits: {}, ...(await findDatabase(store)) })
    expect(outcome).toMatchObject({ totpWinners: ROUNDS, recoveryWinners: ROUNDS })
    expect(Object.keys(outcome.statuses).sort()).toEqual(['already_used', 'locked', 'ok'])
  })
})

async function findDatabase(store: RaceStore): Promise<{ postgresUrl?: string }> {
  if (store !== 'postgres') return {}
  const server = process.env.COUNTERSIGN_TEST_POSTGRES
  if (server === undefined) throw new Error('COUNTERSIGN_TEST_POSTGRES is not set: run through vitest')
  const name = `races_${randomUUID().replaceAll('-', '')}`
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  await client.query(`CREATE DATABASE ${name}`)
  await client.end()
  const url = new URL(server)
  url.pathname = `/${name}`
  return { postgresUrl: url.href }
}
