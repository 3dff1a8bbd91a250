import { postgresStore } from 'countersign/postgres'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createWorld } from '../world.ts'
import { storesUnderTest } from './stores-under-test.ts'

describe('a database whose transactions are serializable by default', () => {
  let opened: Awaited<ReturnType<(typeof storesUnderTest)[number]['open']>>
  const pools: pg.Pool[] = []
  beforeAll(async () => {
    const under = storesUnderTest.find(({ name }) => name === 'postgres')
    if (under === undefined) throw new Error('no PostgreSQL')
    opened = await under.open()
    const client = new pg.Client({ connectionString: opened.url })
    await client.connect()
    const { rows } = await client.query('SELECT current_database() AS name')
    await client.query(`ALTER DATABASE ${rows[0].name} SET default_transaction_isolation = 'serializable'`)
    await client.end()
  })
  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.end()))
    await opened.dispose()
  })

  const ways = {
    'by its address': () => postgresStore(opened.url as string),
    'by a pool of the host': () => {
      const pool = new pg.Pool({ connectionString: opened.url })
      // The test's own database is dropped at the end, with the connections that are still there.
      pool.on('error', () => undefined)
      pools.push(pool)
      return postgresStore(pool)
    },
  }
  for (const [way, connect] of Object.entries(ways)) {
    test(`twenty parallel submissions let one in and throw nothing, ${way}`, async () => {
      const store = connect()
      const world = createWorld(store, { limits: { consecutiveFailures: 100 } })
      for (let round = 0; round < 5; round++) {
        const user = await world.enroll()
        const tokens = await Promise.all(Array.from({ length: 20 }, () => world.challenge(user.userId)))
        const results = await Promise.all(tokens.map((token) => world.verify(token, user.code())))
        expect(results.filter(({ status }) => status === 'ok')).toHaveLength(1)
      }
      await store.close()
    })
  }
})
