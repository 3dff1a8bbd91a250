import { createTwoFactor, type Store, type TwoFactor } from 'countersign'
import { decodeBase32, generateTotp } from 'countersign/otp'
import type { Candidate } from './login-rounds.ts'

/** The key of every database of this benchmark. */
export const BENCH_KEY = { id: 'bench', secret: Buffer.alloc(32, 5).toString('base64') }

export interface EnrolledUser {
  userId: string
  secret: Uint8Array
}

/** When the clock of every site of this benchmark starts, milliseconds since 1970. */
export const START = Date.UTC(2026, 10, 21, 12)
const ADDRESS = '203.0.113.7'

/** The SDK as a site has it, with a clock that this benchmark moves on. */
export function createSite(store: Store) {
  const clock = { at: START }
  const twoFactor = createTwoFactor({
    issuer: 'Bench',
    store,
    keys: [BENCH_KEY],
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
    clock: { now: () => clock.at },
  })
  return { twoFactor, clock }
}

export type Site = ReturnType<typeof createSite>

export async function enroll(twoFactor: TwoFactor, userId: string): Promise<EnrolledUser> {
  const begun = await twoFactor.enrollment.begin({ userId })
  if (begun.status !== 'pending' || begun.type !== 'totp') throw new Error(`no enrollment: ${begun.status}`)
  const secret = decodeBase32(begun.secret) as Uint8Array
  const code = computeCode(secret, START)
  const confirmed = await twoFactor.enrollment.confirm({ userId, enrollmentId: begun.enrollmentId, code })
  if (confirmed.status !== 'ok') throw new Error(`not confirmed: ${confirmed.status}`)
  return { userId, secret }
}

/** `login.verify` for users picked at random, each once a round. `withAddress` limits the client's address too. */
export function createCountersign(
  { twoFactor, clock }: Site,
  users: readonly EnrolledUser[],
  { withAddress = false } = {},
): Candidate {
  const from = withAddress ? { ip: ADDRESS } : {}
  return {
    async prepare(count) {
      // A step is accepted once: the next round has one of its own, whichever of its neighbours a code happens to fit.
      clock.at += 120_000
      const verifications = []
      for (const { userId, secret } of pick(users, count)) {
        const begun = await twoFactor.login.begin({ userId, ...from })
        if (begun.status !== 'challenge') throw new Error(`no challenge: ${begun.status}`)
        const input = {
          token: begun.token,
          method: 'totp' as const,
          code: computeCode(secret, clock.at),
          ...from,
        }
        verifications.push(async () => {
          const { status } = await twoFactor.login.verify(input)
          if (status !== 'ok') throw new Error(`the SDK answered ${status} to a right code`)
        })
      }
      return verifications
    },
  }
}

/** `count` of them at random, none twice. */
export function pick<T>(all: readonly T[], count: number): T[] {
  const left = [...all]
  return Array.from({ length: count }, () => {
    const [one] = left.splice(Math.floor(Math.random() * left.length), 1)
    if (one === undefined) throw new Error('there are fewer users than sign-ins in a round')
    return one
  })
}

export function computeCode(secret: Uint8Array, at: number): string {
  return generateTotp({ type: 'totp', secret, algorithm: 'SHA1', digits: 6, period: 30, counter: 0 }, at)
}
