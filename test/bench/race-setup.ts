import { createTwoFactor, type Limits, type Store, type TwoFactor } from 'countersign'
import { mysqlStore } from 'countersign/mysql'
import { postgresStore } from 'countersign/postgres'
import { sqliteStore } from 'countersign/sqlite'

/** A fixed time that every process of a race agrees on. */
export const RACE_TIME = Date.UTC(2026, 10, 21, 12)

/** High enough that every submission of a race reaches the conditional update. */
export const RAISED: Partial<Limits> = {
  challengeAttempts: 100,
  consecutiveFailures: 100,
  rollingFailures: 100,
  addressFailures: 10_000,
}

/** Where processes meet: a file path for SQLite, a connection string for the servers. */
export interface MeetingPlace {
  store: 'sqlite' | 'postgres' | 'mysql'
  where: string
}

export interface Submission {
  token: string
  method: 'totp' | 'recovery_code'
  code: string
}

export function openMeetingPlace({ store, where }: MeetingPlace): Store {
  if (store === 'sqlite') return sqliteStore(where)
  return store === 'postgres' ? postgresStore(where) : mysqlStore(where)
}

/** The SDK as each process of a race has it. */
export function createRacer(store: Store, limits: Partial<Limits>): TwoFactor {
  return createTwoFactor({
    issuer: 'Race',
    store,
    keys: [{ id: 'race', secret: Buffer.alloc(32, 3).toString('base64') }],
    directory: {
      getUser: async (id) => ({
        id,
        address: `${id}@example.test`,
        label: id,
        locale: 'en',
        organizations: [],
      }),
      listMembers: async () => [],
    },
    clock: { now: () => RACE_TIME },
    limits,
  })
}

/** Submits all at once; the statuses that came back. */
export function submitAll(twoFactor: TwoFactor, submissions: readonly Submission[]): Promise<string[]> {
  return Promise.all(submissions.map(async (submission) => (await twoFactor.login.verify(submission)).status))
}
