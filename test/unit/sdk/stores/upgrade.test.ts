import { expect, test } from 'vitest'
import { createWorld } from '../world.ts'
import { storesUnderTest } from './stores-under-test.ts'

/** Takes a database back to what its first edition was. */
const undoing: Readonly<Record<string, readonly string[]>> = {
  postgres: [
    'ALTER TABLE countersign_challenges DROP COLUMN consumed_by',
    'ALTER TABLE countersign_account_recoveries DROP COLUMN link_id, DROP COLUMN ended_by',
    'DELETE FROM countersign_migrations WHERE number > 1',
  ],
  mysql: [
    'ALTER TABLE countersign_account_recoveries DROP INDEX account_recoveries_link_id',
    'ALTER TABLE countersign_challenges DROP COLUMN consumed_by',
    'ALTER TABLE countersign_account_recoveries DROP COLUMN link_id, DROP COLUMN ended_by',
    'DELETE FROM countersign_migrations WHERE number > 1',
  ],
}

test.each(Object.entries(undoing))(
  'a database of the first edition is brought up once by several processes, and keeps what it has: %s',
  async (name, statements) => {
    const opened = await storesUnderTest.find((store) => store.name === name)?.open()
    if (!opened) throw new Error('no such store')
    try {
      const world = createWorld(opened.store)
      const user = await world.enroll()
      const waiting = await world.challenge(user.userId)
      await opened.asHost(async (host) => {
        for (const statement of statements)
          await (host as { query(sql: string): Promise<unknown> }).query(statement)
      })
      const others = [opened.openAnother(), opened.openAnother()]
      await Promise.all([opened.store, ...others].map((store) => store.migrate()))
      expect(await world.verify(waiting, user.code())).toMatchObject({ status: 'ok' })
      expect(await others[0]?.find('challenges', { userId: user.userId })).toMatchObject([
        { consumedAt: expect.any(Number), consumedBy: expect.stringContaining(`totp ${user.factorId}`) },
      ])
    } finally {
      await opened.dispose()
    }
  },
)
