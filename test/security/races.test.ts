import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RaceStore, runRaces } from '../bench/race-rounds.ts'
import { RAISED } from '../bench/race-setup.ts'
import { storesUnderTest } from '../unit/sdk/stores/stores-under-test.ts'

const ROUNDS = 50
const SUBMISSIONS = (20 + 30) * ROUNDS

describe.each(storesUnderTest)('one code in many hands, on $name', ({ name, open }) => {
  const store = name as RaceStore
  let opened: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    opened = await open()
  })
  afterAll(() => opened.dispose())
  const race = (limits: typeof RAISED) =>
    runRaces({
      store,
      rounds: ROUNDS,
      limits,
      ...(opened.url === undefined ? {} : { databaseUrl: opened.url }),
    })

  test('every submission reaches the conditional update, and one a round is let in', {
    timeout: 180_000,
  }, async () => {
    const outcome = await race(RAISED)
    expect(outcome).toMatchObject({ totpWinners: ROUNDS, recoveryWinners: ROUNDS })
    // Nothing was turned away before the statement that decides.
    expect(outcome.statuses).toEqual({ ok: 2 * ROUNDS, already_used: SUBMISSIONS - 2 * ROUNDS })
  })

  test('with the default limits one a round is let in too', { timeout: 180_000 }, async () => {
    const outcome = await race({})
    expect(outcome).toMatchObject({ totpWinners: ROUNDS, recoveryWinners: ROUNDS })
    expect(Object.keys(outcome.statuses).sort()).toEqual(['already_used', 'locked', 'ok'])
  })
})
