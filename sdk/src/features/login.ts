import { TwoFactorError } from '../errors.ts'
import type { StoreTransaction } from '../ports.ts'
import { refuseTransaction } from '../scope.ts'
import type {
  CancelInput,
  Cancelled,
  ChallengeBegun,
  ChallengeDescribed,
  ChallengeMethod,
  Challenges,
  EntryBegun,
} from './challenges.ts'
import type { SendSmsInput, SmsCodes, SmsSent } from './sms-codes.ts'
import type { Verification, VerificationMethod, VerificationResult } from './verification.ts'

export type LoginBegun =
  /** `deadline`: a policy requires a factor from then on, milliseconds since 1970. */
  | { status: 'complete'; reason: 'not_enrolled'; deadline?: number }
  | { status: 'complete'; reason: 'trusted_device'; device: DeviceToken }
  | { status: 'challenge'; token: string; methods: ChallengeMethod[]; expiresAt: number }
  | EntryBegun

/** What the browser keeps to be trusted, in a `__Host-` cookie of its own. */
export interface DeviceToken {
  token: string
  /** Milliseconds since 1970; does not move when the token is renewed. */
  expiresAt: number
}

export type LoginVerified = VerificationResult & { device?: DeviceToken }

interface LoginParts {
  challenges: Challenges
  verification: Verification
  smsCodes: SmsCodes
  /** What trusted devices do for a sign-in. */
  devices: {
    /** Null when the token is not one that may skip the code. */
    present(input: { userId: string; token: unknown; address: string | null }): Promise<DeviceToken | null>
    mayTrust(userId: string): Promise<boolean>
    trust(
      tx: StoreTransaction,
      input: { userId: string; label: string; address: string | null },
    ): Promise<DeviceToken>
  }
  /** What the user's policies ask, and from when. */
  meetPolicy(userId: string): Promise<{ deadline: number | null; isDue: boolean }>
  /** Sign-ins that lead to a new factor. */
  entries: {
    /** Null when no way in is open for the user. */
    begin(input: { userId: string; address: string | null }): Promise<EntryBegun | null>
    require(input: { userId: string; address: string | null }): Promise<EntryBegun>
  }
  readUserId(userId: unknown): string
  cleanName(name: string): string
  readAddress(ip: string | undefined): string | null
}

export function createLogin({
  challenges,
  verification,
  smsCodes,
  devices,
  meetPolicy,
  entries,
  readUserId,
  cleanName,
  readAddress,
}: LoginParts) {
  /** Read before the code is used up: a directory that is down costs the trust, never the sign-in. */
  async function mayTrust(token: string): Promise<boolean> {
    const described = await challenges.describe({ token, purpose: 'login' })
    return 'userId' in described && (await devices.mayTrust(described.userId).catch(() => false))
  }

  type Asked = Exclude<ChallengeBegun, { status: 'no_method' | 'held' }>

  /** Asks for a factor; of whom none can be asked for, the way in that has put them out of use is the only one. */
  async function ask(
    user: { userId: string; address: string | null },
    triesLeft = 1,
  ): Promise<{ status: 'ask'; begun: Asked } | { status: 'enter'; entry: EntryBegun }> {
    const begun = await challenges.begin({ ...user, purpose: 'login' })
    if (begun.status !== 'no_method' && begun.status !== 'held') return { status: 'ask', begun }
    const entry = await entries.begin(user)
    if (entry !== null) return { status: 'enter', entry }
    // The race that this closes: the way in ended between the two, and the factors are back.
    if (triesLeft > 0) return ask(user, triesLeft - 1)
    throw new TwoFactorError('store_failed', 'all factors are out of use, and no way in is open')
  }

  return {
    /**
     * Starts the second step of a sign-in. Call it when the password has been proven, and only then.
     *
     * @param input.userId the host's id of the user who proved the password
     * @param input.device the trusted-device token that the browser sent, if any
     * @param input.withFactor the person was let in without a factor, but wants to use one after all
     * @param input.ip the client's address, from the socket or a trusted proxy; without it addresses are not limited
     * @returns `complete`: nobody to ask, make the session; a trusted device gets a new token with it. `challenge`: keep
     * `token` in a `__Host-` cookie or hand it to the API client, and ask for a code; it lives until `expiresAt` (ms).
     * `enroll`: a factor is set up before the session is made: with `proof` `mailed` first `login.prove` with the code that
     * was sent to the registered address, then `enrollment.begin` and `confirm` with the token, whose `ok` is the end of the
     * sign-in. `locked`: too many failures, nothing is judged before `until` (ms). `too_many_mails`: no other code is mailed
     * before `until`; where it says `because` `bypass`, `withFactor` leads on. `password_change_required`: a right password
     * with a hundred wrong codes means that the password leaked.
     */
    async begin({
      userId: given,
      device,
      withFactor = false,
      ip,
    }: {
      userId: string
      device?: string
      withFactor?: boolean
      ip?: string
    }): Promise<LoginBegun> {
      const userId = readUserId(given)
      const address = readAddress(ip)
      const trusted = device === undefined ? null : await devices.present({ userId, token: device, address })
      if (trusted !== null) return { status: 'complete', reason: 'trusted_device', device: trusted }
      const entry = withFactor ? null : await entries.begin({ userId, address })
      if (entry !== null) return entry
      const asked = await ask({ userId, address })
      if (asked.status === 'enter') return asked.entry
      const { begun } = asked
      if (begun.status === 'not_enrolled') {
        const { deadline, isDue } = await meetPolicy(userId)
        if (isDue) return entries.require({ userId, address })
        return { status: 'complete', reason: 'not_enrolled', ...(deadline === null ? {} : { deadline }) }
      }
      if (begun.status === 'suspended') return { status: 'password_change_required' }
      return begun
    },

    /** What a page that waits for the code needs to show. Changes nothing. */
    describe({ token }: { token: string }): Promise<ChallengeDescribed> {
      return challenges.describe({ token, purpose: 'login' })
    },

    /**
     * Sends a code by SMS for a waiting sign-in; the one before it is worth nothing from then on.
     *
     * @param input.factorId the id of one of the challenge's methods of type `sms`; left out: the number that the last
     * code went to, or else the preferred one
     */
    async sendSms({ token, factorId, ip }: SendSmsInput): Promise<SmsSent> {
      return smsCodes.send({ token, purpose: 'login', factorId, address: readAddress(ip) })
    },

    /**
     * Judges a code for a waiting sign-in. `ok` comes once for a challenge and once for a code, whatever runs in
     * parallel: make the session for its `userId`, never for an id that the client sent.
     *
     * @param input.code what the person typed, unchecked; spaces and hyphens are ignored
     * @param input.trust the person wants this computer to be trusted; `label` is the name that it is listed under. `device`
     * in the answer is its token; without it no policy of the person allows trust
     * @returns `malformed` (answer 400; not counted), `invalid`, `already_used` and `clock_skew` (counted; `until` when
     * this failure paused the step), `locked`, `suspended` (use a recovery code), `challenge_exhausted` and `expired`
     * (start again)
     */
    async verify(input: {
      token: string
      method: VerificationMethod
      code: unknown
      ip?: string
      trust?: { label: string }
    }): Promise<LoginVerified> {
      refuseTransaction(input, 'login.verify')
      const address = readAddress(input.ip)
      const { token, method, code } = input
      // Before anything is used up: a label that is none is the host's mistake.
      const label = input.trust === undefined ? null : cleanName(input.trust.label)
      const submission = { token, purpose: 'login', method, code, address } as const
      if (label === null || !(await mayTrust(token))) return verification.submit(submission)
      // In the transaction that uses the code up: a reset that comes in between leaves neither.
      let device: DeviceToken | undefined
      const result = await verification.submit(submission, async (tx, { userId }) => {
        device = await devices.trust(tx, { userId, label, address })
      })
      if (result.status !== 'ok' || device === undefined) return result
      return { ...result, device }
    },

    /** Ends a waiting sign-in; its token is worth nothing afterwards. */
    async cancel({ token, ip }: CancelInput): Promise<Cancelled> {
      return challenges.cancel({ token, purpose: 'login', address: readAddress(ip) })
    },
  }
}
