import { randomBytes } from 'node:crypto'
import encodeQR from 'qr'
import { normalizeAddress } from './address.ts'
import { findAuthority } from './authority.ts'
import { checkOptions } from './check-options.ts'
import { findAttemptRules, type Limits, resolveLimits, resolveWindow } from './config.ts'
import { createKeyring, type KeyOption } from './crypto/keyring.ts'
import { TwoFactorError } from './errors.ts'
import { createAccountRecovery } from './features/account-recovery.ts'
import { createAccountRecoveryReview } from './features/account-recovery-review.ts'
import { createAdmin } from './features/admin.ts'
import { createAdminRequests } from './features/admin-requests.ts'
import { createAttempts, lockAccount, lockUser } from './features/attempts.ts'
import { createAudit } from './features/audit.ts'
import { type AuditHead, createAuditSeal } from './features/audit-seal.ts'
import { createChallenges } from './features/challenges.ts'
import { createEnrollment } from './features/enrollment.ts'
import { createEntries } from './features/entries.ts'
import { createFactors } from './features/factors.ts'
import { createHousekeeping } from './features/housekeeping.ts'
import { createKeyRotation } from './features/key-rotation.ts'
import { createLogin } from './features/login.ts'
import { createMembersReport } from './features/members-report.ts'
import { createNotifications } from './features/notifications.ts'
import { createPasswordReset } from './features/password-reset.ts'
import { createPermissions } from './features/permissions.ts'
import { createPolicy, readPolicyRule } from './features/policy.ts'
import { createRecoveryCodes } from './features/recovery-codes.ts'
import { createSmsCodes } from './features/sms-codes.ts'
import { createSmsLimits } from './features/sms-limits.ts'
import { createStepUp } from './features/step-up.ts'
import { createTrustedDevices } from './features/trusted-devices.ts'
import { createVerification } from './features/verification.ts'
import { cleanAccount, cleanName, cleanReason } from './names.ts'
import { judgeName } from './otp/names.ts'
import { createPhoneNumbers } from './phone-numbers.ts'
import type { PolicyRule } from './policy-rules.ts'
import type {
  Clock,
  Directory,
  DirectoryUser,
  EndSessions,
  Notifier,
  Random,
  SmsSender,
  Store,
  StoreTransaction,
} from './ports.ts'
import { createOpenScope } from './scope.ts'
import { createTellAdmins } from './tell-admins.ts'

export interface TwoFactorOptions {
  /** The name that authenticators show beside the account. */
  issuer: string
  store: Store
  /** The first key seals, all of them open: put a new one in front to rotate. 32 random bytes each, base64. */
  keys: readonly KeyOption[]
  directory: Directory
  notify?: Notifier
  /**
   * Ends all sessions of a user: called after a reset, when an admin has revoked their trusted computers, and at the end of an
   * account recovery, until it resolves.
   */
  endSessions?: EndSessions
  /** Keeps the head of the record's chain outside of the database: with it `audit.verify` finds a record that was cut off. */
  keepAuditHead?: (head: AuditHead) => Promise<void>
  /** Sends codes to phones, for who can't use an app; needs `smsCountries` and the package `libphonenumber-js`. */
  sendSms?: SmsSender | undefined
  /** The countries that SMS may go to, ISO 3166-1 alpha-2; a number without country code is one of the first. */
  smsCountries?: readonly string[]
  clock?: Clock
  random?: Random
  limits?: Partial<Limits>
  /** What the whole site asks of its members; organizations and single members are set by `policy`. */
  policy?: PolicyRule
  /**
   * Roles that may change an organization's policy and act on its members, the highest first (`owner`, `admin`). They have
   * no computers trusted unless a rule says so.
   */
  adminRoles?: readonly string[]
  /** Time steps accepted before and after now: 0, 1 (default) or 2. */
  window?: 0 | 1 | 2
}

/**
 * The server half of two-factor authentication for a site with its own users and sessions.
 *
 * ```ts
 * import { createTwoFactor } from 'countersign'
 * import { sqliteStore } from 'countersign/sqlite'
 *
 * const twoFactor = createTwoFactor({
 *   issuer: 'Harbour Practice',
 *   store: sqliteStore('app.db'),
 *   keys: [{ id: '2026-11', secret: process.env.COUNTERSIGN_KEY }],
 *   directory,
 * })
 * await twoFactor.migrate()
 * ```
 *
 * Throws `TwoFactorError` at once for a configuration that can't work: `configuration_invalid`, `key_missing`,
 * `key_too_short`, `key_malformed`, `key_duplicate`.
 */
export function createTwoFactor(options: TwoFactorOptions) {
  checkOptions(options)
  const { store: given, directory } = options
  const issuer = readIssuer(options.issuer)
  const keyring = createKeyring(options.keys)
  const limits = resolveLimits(options.limits)
  const window = resolveWindow(options.window)
  const clock = options.clock ?? { now: () => Date.now() }
  const random = options.random ?? { bytes: (length) => new Uint8Array(randomBytes(length)) }

  const audit = createAudit({
    ...{ store: given, keyring, clock, random },
    ...{ readUserId, readAddress: normalizeAddress },
  })
  const { append, sign } = audit

  const notifications = createNotifications({
    ...{ store: given, keyring, clock, random, sign },
    notifier: options.notify,
    endSessions: options.endSessions,
  })
  const { store, emit, tellIn, endSessionsIn } = notifications
  const openScope = createOpenScope(notifications)
  const adminRoles = options.adminRoles ?? ['owner', 'admin']
  const judgeAuthority = (actor: DirectoryUser | null, person: DirectoryUser | null) =>
    findAuthority(actor, person, adminRoles)
  const tellAdmins = createTellAdmins({ directory, adminRoles, emit, runBeside: notifications.runBeside })

  const permissions = createPermissions({ store, clock, random })
  const rules = findAttemptRules(limits)
  const attempts = createAttempts({
    store,
    clock,
    rules,
    append,
    sign,
    emit,
    tellIn,
    openScope,
    forgetTrust,
    withdrawRequests: (tx, actorId) => adminRequests.withdraw(tx, actorId),
    readUserId,
    readAddress: normalizeAddress,
  })
  const readStanding = attempts.standing
  const keyRotation = createKeyRotation({ store, keyring, random })
  const verification = createVerification({
    resealFactor: keyRotation.reseal,
    store,
    keyring,
    clock,
    window,
    limits,
    attempts: attempts.counters,
    sign,
    emit,
    lockUser,
    endRecovery,
  })
  const { openAddress, findSuspendedWait } = attempts
  const sms = readSms(options)
  const smsLimits = createSmsLimits({ keyring, random, limits, append })
  const smsParts = { store, keyring, clock, random, limits, directory, append, readStanding, smsLimits, sms }
  const smsCodes = createSmsCodes(smsParts)
  const readMethods = (userId: string) => policy.readMethods(userId)
  const challenges = createChallenges({
    store,
    clock,
    random,
    limits,
    append,
    readStanding,
    findSuspendedWait,
    readMethods,
    sms: smsCodes,
    openAddress,
  })
  const shared = {
    sign,
    store,
    keyring,
    clock,
    random,
    limits,
    append,
    tellIn,
    openScope,
    permissions,
    lockAccount,
    lockUser,
    readStanding,
    readUserId,
    readAddress: normalizeAddress,
    cleanName,
    cleanAccount,
  }
  const asking = { ...shared, challenges, verification, smsCodes }
  const recoveryCodes = createRecoveryCodes(shared)
  const policy = createPolicy({
    ...shared,
    directory,
    global: readGlobalPolicy(options.policy),
    adminRoles,
    judgeAuthority,
  })
  const devices = createTrustedDevices({ ...shared, readPolicy: policy.verbs.evaluate })

  // Whatever rests on the factors and the password as they were until now.
  async function forgetTrust(tx: StoreTransaction, userId: string): Promise<void> {
    await devices.forgetAll(tx, userId)
    await permissions.revokeAll(tx, userId)
    await tx.delete('challenges', { userId })
    // What was begun under the trust that ends here is not confirmed after it.
    await tx.delete('factors', { userId, state: 'pending' })
  }

  async function endRecovery(tx: StoreTransaction, userId: string): Promise<void> {
    await entries.endByUse(tx, userId)
    await recovery.endByUse(tx, userId)
  }

  const entries = createEntries({
    ...asking,
    forgetTrust,
    withdrawRequests: (tx, actorId) => adminRequests.withdraw(tx, actorId),
    forgiveAttempts: attempts.forgive,
    endRecovery: (tx, userId) => recovery.endByReset(tx, userId),
  })

  const governing = {
    ...{ ...shared, directory, adminRoles, judgeAuthority, tellAdmins },
    ...{ readReason: cleanReason, endSessionsIn },
  }
  const { schedule, unschedule } = notifications
  const recovery = createAccountRecovery({
    ...{ ...governing, openEntry: entries.open, unschedule },
  })
  const review = createAccountRecoveryReview({ ...governing, requests: recovery.requests, schedule })

  const adminRequests = createAdminRequests({
    ...governing,
    perform: (act, tx, allowed) => admin.perform(act, tx, allowed),
  })
  const { endPause } = attempts
  const admin = createAdmin({
    ...{ ...governing, entries, requests: adminRequests },
    ...{ endPause, forgetDevices: devices.forgetAll },
  })

  const enrollment = createEnrollment({
    ...asking,
    issuer,
    directory,
    readMethods,
    issueRecoveryCodes: recoveryCodes.issue,
    entries,
    endRecovery: recovery.endByUse,
    forgetDevices: devices.forgetAll,
    drawQr: (text) => encodeQR(text, 'svg', { ecc: 'medium', border: 4 }),
  })

  return {
    login: {
      ...createLogin({ ...asking, devices, meetPolicy: policy.meet, entries }),
      ...entries.verbs,
    },
    enrollment,
    admin: { ...admin.verbs, ...adminRequests.verbs },
    accountRecovery: { ...recovery.verbs, ...review },
    factors: {
      ...createFactors({
        ...shared,
        forgetTrust,
        endRecovery,
        forgetDevices: devices.forgetAll,
        showNumber: smsCodes.showNumber,
      }),
      /**
       * Begins an enrollment that takes the place of a factor; that one works until the new one is confirmed. As
       * `enrollment.begin` with `replaces`.
       */
      replace: ({ factorId, ...input }: ReplaceInput) => enrollment.begin({ ...input, replaces: factorId }),
    },
    recoveryCodes: recoveryCodes.verbs,
    trustedDevices: devices.verbs,
    stepUp: createStepUp(asking),
    policy: policy.verbs,
    report: createMembersReport({
      ...{ store, clock, directory, rules, evaluate: policy.verbs.evaluate },
      findEntry: (userId) => entries.find(store, userId),
    }),
    passwordReset: createPasswordReset(asking),
    audit: { ...audit.verbs, ...createAuditSeal({ store, keyring, clock, keepHead: options.keepAuditHead }) },
    rotateKeys: keyRotation.rotateKeys,
    ...createHousekeeping({ store, clock, rules, endRecoveries: recovery.endExpired }),
    passwordChanged: attempts.verbs.passwordChanged,
    /** Makes the tables that are not there. Call it at start-up, in every process. */
    migrate: () => store.migrate(),
    ...notifications.verbs,
    /** Gives back the store's connections. */
    close: () => store.close(),
  }
}

type ReplaceInput = Omit<
  Parameters<ReturnType<typeof createEnrollment>['begin']>[0],
  'replaces' | 'token'
> & {
  userId: string
  factorId: string
}

export type TwoFactor = ReturnType<typeof createTwoFactor>

function readSms({ sendSms: send, smsCountries }: TwoFactorOptions) {
  if (send === undefined) return null
  return { send, numbers: createPhoneNumbers(smsCountries) }
}

function readGlobalPolicy(policy: PolicyRule = {}): PolicyRule {
  try {
    return readPolicyRule(policy)
  } catch (error) {
    const { message } = error as Error
    throw new TwoFactorError('configuration_invalid', `policy: ${message}`, { cause: error })
  }
}

function readIssuer(issuer: unknown): string {
  const name = typeof issuer === 'string' ? issuer.trim() : ''
  if (name === '' || name.length > 64 || name.includes(':') || judgeName(name) !== 'fine') {
    throw new TwoFactorError(
      'configuration_invalid',
      'issuer is a name of 1 to 64 characters without a colon and without hidden or direction-changing characters',
    )
  }
  return name
}

function readUserId(userId: unknown): string {
  if (
    typeof userId !== 'string' ||
    userId === '' ||
    userId.length > 255 ||
    !userId.isWellFormed() ||
    userId.includes('\0')
  ) {
    throw new TwoFactorError(
      'argument_invalid',
      'userId must be a string of 1 to 255 characters, well-formed and without NUL',
    )
  }
  return userId
}
