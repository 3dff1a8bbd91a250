import type { Limits, Store, TwoFactor } from 'countersign'
import { decodeBase32 } from 'countersign/otp'
import { createWorld, totp, type World } from '../unit/sdk/world.ts'

/** What a case of the table starts from: one store, and as many worlds on it as it needs. */
export interface Ground {
  store(): Store
  open(options?: Parameters<typeof createWorld>[1]): World
  /** The same SDK with that world's clock and people, on connections of its own, as another process has it. */
  openBeside(world: World, limits?: Partial<Limits>): TwoFactor
}

/** Each does what an attacker would do, and looks at the answer and at what is stored afterwards. */
export type StoreCases = Record<string, (ground: Ground) => Promise<void>>

/** The same against the pages of the demo site. */
export type PageCases = Record<string, () => Promise<void>>

export function createGround(store: () => Store, openAnother: () => Store): Ground {
  let other: Store | undefined
  return {
    store,
    open: (options) => createWorld(store(), options),
    openBeside(world, limits = {}) {
      other ??= openAnother()
      const directory = {
        async getUser(id: string) {
          const organizations = world.people.get(id) ?? []
          return { id, address: `${id}@example.test`, label: id, locale: 'en', organizations }
        },
        async listMembers() {
          return [...world.people.keys()]
        },
      }
      return createWorld(other, {
        clock: world.clock,
        directory,
        notify: world.outbox,
        sendSms: world.sms,
        limits,
      }).twoFactor
    },
  }
}

/** No throttle comes before what a race is about. */
export const RAISED = { challengeAttempts: 100, consecutiveFailures: 100 }

export type Member = Awaited<ReturnType<World['enroll']>>

export interface Trust {
  /** Id, state, label, last step and sealed secret. */
  factors: readonly (string | number)[][]
  recoveryCodes: number
  devices: number
  permissions: number
  entries: readonly unknown[]
  verified: number
}

/** Everything that lets a person in or vouches for them. An attack that fails leaves it as it was. */
export async function readTrust({ store }: World, userId: string): Promise<Trust> {
  const factors = await store.find('factors', { userId }, { orderBy: 'id' })
  const verified = {
    oneOf: ['login.verified', 'step_up.verified', 'password_reset.verified', 'enroll.verified'],
  }
  return {
    factors: factors.map(({ id, state, label, lastStep, sealedSecret }) => [
      id,
      state,
      label,
      lastStep,
      sealedSecret,
    ]),
    recoveryCodes: await store.count('recoveryCodes', { userId, usedAt: null }),
    devices: await store.count('trustedDevices', { userId }),
    permissions: await store.count('permissions', { userId, usedAt: null }),
    entries: await store.find('entries', { userId }, { orderBy: 'id' }),
    verified: await store.count('audit', { userId, type: verified }),
  }
}

/** Starts setting up an app; `code()` is what it shows now. */
export async function beginApp(
  { twoFactor, clock }: World,
  input: { userId: string; stepUp?: string; replaces?: string },
) {
  const begun = await twoFactor.enrollment.begin(input)
  if (begun.status !== 'pending' || begun.type !== 'totp') throw new Error(begun.status)
  const { enrollmentId, uri, qr, secret } = begun
  const code = () => totp(decodeBase32(secret) as Uint8Array, clock.now())
  const { userId } = input
  const confirm = (typed: string) => twoFactor.enrollment.confirm({ userId, enrollmentId, code: typed })
  return { enrollmentId, uri, qr, secret, code, confirm }
}

/** Failures in a row as they are stored. */
export async function countFailures({ store }: World, userId: string): Promise<number> {
  const [account] = await store.find('accounts', { userId })
  return account === undefined ? 0 : account.counted - account.cleared
}

/** What the person was told, and the record says, since a moment in the test. */
export const toldTypes = ({ outbox }: World, userId: string): string[] =>
  outbox.events.filter((event) => event.userId === userId).map(({ type }) => type)

export const count = (results: readonly { status: string }[], status: string): number =>
  results.filter((result) => result.status === status).length
