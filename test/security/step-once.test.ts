import type { Store } from 'countersign'
import { memoryStore } from 'countersign/memory'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createWorld, totp } from '../unit/sdk/world.ts'

type Call = (...parameters: never[]) => Promise<unknown>

/** The store with every call held back until the scheduler lets it go, and a note of each step that was used up. */
function schedule(store: Store, scheduler: fc.Scheduler, used: number[]): Store {
  const held = (call: Call) =>
    scheduler.scheduleFunction(async (...parameters: never[]) => call(...parameters))
  return {
    ...store,
    readChallenge: held(store.readChallenge as Call) as Store['readChallenge'],
    countAttempt: held(store.countAttempt as Call) as Store['countAttempt'],
    consume: held(async (consumption: Parameters<Store['consume']>[0]) => {
      const won = await store.consume(consumption)
      if (won && consumption.use.kind === 'totp') used.push(consumption.use.step)
      return won
    }) as Store['consume'],
  }
}

test('a step that was accepted once is never accepted again, whatever runs beside it and wherever the clock goes', async () => {
  const submission = fc.record({
    offset: fc.integer({ min: -2, max: 2 }),
    moves: fc.integer({ min: -3, max: 3 }),
    shared: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(submission, { minLength: 2, maxLength: 12 }),
      async (scheduler, submissions) => {
        const store = memoryStore()
        const used: number[] = []
        const limits = { consecutiveFailures: 100, challengeAttempts: 100 }
        const setUp = createWorld(store, { limits })
        const user = await setUp.enroll()
        const world = createWorld(schedule(store, scheduler, used), { limits })
        world.clock.set(setUp.clock.now() + 600_000)
        const shared = await world.challenge(user.userId)
        const accepted: string[] = []
        const running = []
        for (const { offset, moves, shared: isShared } of submissions) {
          const code = totp(user.secret, world.clock.now() + offset * 30_000)
          const token = isShared ? shared : await world.challenge(user.userId)
          running.push(
            world.verify(token, code).then(({ status }) => {
              if (status === 'ok') accepted.push(code)
            }),
          )
          world.clock.advanceSeconds(moves * 30)
        }
        await scheduler.waitFor(Promise.all(running))
        expect(used).toHaveLength(accepted.length)
        expect(used).toEqual([...new Set(used)].sort((a, b) => a - b))
        const [factor] = await store.find('factors', { id: user.factorId })
        if (used.length > 0) expect(factor?.lastStep).toBe(used.at(-1))
      },
    ),
    { numRuns: 300 },
  )
})
