import type { AttemptRules } from './attempt-rules.ts'
import { TwoFactorError } from './errors.ts'

interface LimitRule {
  default: number
  min: number
  max: number
  unit: string
  reason: string
}

/** Every number that can be configured: default, bounds, unit and why. */
export const limitRules = {
  challengeAttempts: {
    default: 5,
    min: 1,
    max: 100,
    unit: 'attempts',
    reason: 'five guesses at three accepted codes of a million: 0.0015 % a challenge',
  },
  challengeSeconds: { default: 300, min: 30, max: 900, unit: 'seconds', reason: 'time to find the phone' },
  consecutiveFailures: {
    default: 10,
    min: 1,
    max: 100,
    unit: 'failures in a row, over all factors and paths',
    reason: 'RFC 4226 7.3: the throttle holds across sign-ins; 100 is the ceiling of NIST SP 800-63B-4 3.2.2',
  },
  pauseSeconds: {
    default: 900,
    min: 1,
    max: 86_400,
    unit: 'seconds, doubling',
    reason: 'slows guessing, forgives typing',
  },
  maxPauseSeconds: {
    default: 86_400,
    min: 1,
    max: 86_400,
    unit: 'seconds',
    reason: 'nobody is locked out for good',
  },
  rollingFailures: {
    default: 100,
    min: 10,
    max: 100,
    unit: 'failures in 30 days',
    reason: 'slow guessing: 40.9 % a year without it, 0.36 % with it',
  },
  addressFailures: {
    default: 30,
    min: 1,
    max: 10_000,
    unit: 'failures in 10 minutes per IPv4 or IPv6 /64',
    reason: 'failures only, so that a clinic behind one address signs in unhindered',
  },
  recoveryCodes: { default: 10, min: 1, max: 20, unit: 'codes', reason: 'one printed sheet' },
  enrollmentSeconds: { default: 600, min: 60, max: 3600, unit: 'seconds', reason: 'time to install an app' },
  factors: {
    default: 10,
    min: 1,
    max: 20,
    unit: 'factors a user',
    reason: 'a bound that nobody meets by honest use',
  },
  stepUpSeconds: { default: 600, min: 60, max: 3600, unit: 'seconds', reason: 'one visit to the settings' },
  passwordResetSeconds: {
    default: 1800,
    min: 60,
    max: 3600,
    unit: 'seconds',
    reason: 'time to think of a password',
  },
  trustedDeviceDays: {
    default: 30,
    min: 1,
    max: 90,
    unit: 'days, absolute',
    reason: 'the code is asked for once a month',
  },
  trustedDevices: {
    default: 10,
    min: 1,
    max: 50,
    unit: 'devices a user',
    reason: 'the one used longest ago goes',
  },
  proofSeconds: { default: 3600, min: 300, max: 3600, unit: 'seconds', reason: 'mail is slow at times' },
  proofSends: { default: 3, min: 1, max: 10, unit: 'mails a sign-in', reason: 'lost in spam once or twice' },
  bypassSeconds: {
    default: 3600,
    min: 300,
    max: 86_400,
    unit: 'seconds',
    reason: 'while the admin is on the phone',
  },
  recoveryBusinessDays: {
    default: 3,
    min: 1,
    max: 30,
    unit: 'business days from approval, 72 hours at least',
    reason: 'time for the holder to see a notice and say no',
  },
  smsSeconds: {
    default: 300,
    min: 60,
    max: 600,
    unit: 'seconds',
    reason: 'NIST SP 800-63B: 10 minutes at most',
  },
  smsPerHour: {
    default: 5,
    min: 1,
    max: 20,
    unit: 'SMS an hour, a user and a number each',
    reason: 'toll fraud',
  },
  smsPerDay: {
    default: 10,
    min: 1,
    max: 50,
    unit: 'SMS a day, a user and a number each',
    reason: 'toll fraud',
  },
  smsPerAddress: {
    default: 30,
    min: 1,
    max: 1000,
    unit: 'SMS an hour and IPv4 or IPv6 /64',
    reason: 'a clinic behind one address, but no robot',
  },
  smsBudget: {
    default: 1000,
    min: 1,
    max: 1_000_000,
    unit: 'SMS a day, all users',
    reason: 'a bill with an end',
  },
  enrollmentAttempts: {
    default: 10,
    min: 1,
    max: 100,
    unit: 'attempts',
    reason: 'a budget of its own; pauses nothing',
  },
} as const satisfies Record<string, LimitRule>

export type Limits = { -readonly [name in keyof typeof limitRules]: number }

/** What cannot be configured, because changing it breaks authenticators or promises. */
export const fixed = {
  /** RFC 4226 section 4 R6: at least 128 bits, 160 recommended. */
  secretBytes: 20,
  /** SHA-1, 6 digits, 30 seconds is the one set that every app reads right. */
  algorithm: 'SHA1',
  digits: 6,
  period: 30,
  smsDigits: 6,
  /** Typed from a mail, which nobody has beside the screen: a few more digits cost nothing. */
  mailDigits: 8,
  rollingMs: 30 * 86_400_000,
  addressMs: 10 * 60_000,
  tokenBytes: 32,
  /** 24 Crockford base32 characters: over 112 bits a plain hash is enough (ASVS 5.0 6.5.2). */
  recoveryCodeBytes: 15,
  keyBytes: 32,
  /** From one SMS to the next of the same challenge; after the last wait there is one more and no other. */
  smsWaitsMs: [30_000, 60_000, 120_000],
  /** Before another mail is asked for, this one is waited for. */
  mailWaitMs: 60_000,
  /** Mails with a code to one user within an hour, over all sign-ins. */
  mailsAnHour: 6,
  /** Tries at a new password that a suspended account has within a day. */
  suspendedTriesADay: 5,
  /** An account recovery waits at least so long, however the business days fall. */
  recoveryWaitMs: 72 * 3_600_000,
  /** Undecided, or approved and never completed, a request for account recovery is worth nothing after that. */
  recoveryLifeMs: 30 * 86_400_000,
  recoveriesIn30Days: 3,
  recoveryLinksAnHour: 3,
  /** Mails that ask a person for their word on an admin's act. */
  adminMailsAnHour: 3,
  /** Such a mail can be asked for again, by the person, for as long after the admin showed a factor and gave a reason. */
  adminRequestMs: 86_400_000,
  /** What became of a mailed link is told for as long after it. */
  endedLinkMs: 90 * 86_400_000,
  /** A notifier that has not answered by then counts as failed, and is tried again later. */
  noticeMs: 30_000,
  /** A clock may be off by so many steps and is still recognized as one. */
  skewSteps: 10,
  /** Fewer recovery codes than this are worth a word. */
  fewRecoveryCodes: 4,
  /** So many failures before a success are worth a word: somebody else may have been guessing. */
  manyFailures: 3,
} as const

/**
 * Fills in the defaults and checks the bounds.
 * Throws `TwoFactorError` `configuration_invalid` for an unknown name or a value outside its bounds.
 */
export function resolveLimits(given: Partial<Limits> = {}): Limits {
  const limits = Object.fromEntries(
    Object.entries(limitRules).map(([name, rule]) => [name, rule.default]),
  ) as Limits
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue
    if (!Object.hasOwn(limitRules, name)) {
      throw new TwoFactorError(
        'configuration_invalid',
        `limits.${name} is not a limit; known: ${Object.keys(limitRules).join(', ')}`,
      )
    }
    const rule = limitRules[name as keyof Limits]
    if (!Number.isInteger(value) || value < rule.min || value > rule.max) {
      throw new TwoFactorError(
        'configuration_invalid',
        `limits.${name} must be a whole number from ${rule.min} to ${rule.max} (${rule.unit})`,
      )
    }
    limits[name as keyof Limits] = value
  }
  if (limits.maxPauseSeconds < limits.pauseSeconds) {
    throw new TwoFactorError(
      'configuration_invalid',
      'limits.maxPauseSeconds must not be shorter than limits.pauseSeconds',
    )
  }
  return limits
}

/**
 * Checks the window: how many time steps before and after now are accepted (RFC 6238 section 5.2 recommends one;
 * ASVS 5.0 6.5.5, read strictly, wants 0).
 */
export function resolveWindow(window = 1): 0 | 1 | 2 {
  if (window !== 0 && window !== 1 && window !== 2) {
    throw new TwoFactorError('configuration_invalid', 'window must be 0, 1 or 2 time steps')
  }
  return window
}

/** The limits of attempts in the unit of the clock. */
export function findAttemptRules(limits: Limits): AttemptRules {
  return {
    consecutive: limits.consecutiveFailures,
    pauseMs: limits.pauseSeconds * 1000,
    maxPauseMs: limits.maxPauseSeconds * 1000,
    rolling: limits.rollingFailures,
    rollingMs: fixed.rollingMs,
    address: limits.addressFailures,
    addressMs: fixed.addressMs,
  }
}
