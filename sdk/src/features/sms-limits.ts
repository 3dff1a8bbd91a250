import type { Limits } from '../config.ts'
import type { Keyring } from '../crypto/keyring.ts'
import { hashPhoneNumber } from '../crypto/sent-code.ts'
import { makeId } from '../crypto/token.ts'
import type { PhoneNumber } from '../phone-numbers.ts'
import type { AppendAudit, Random, StoreTransaction } from '../ports.ts'
import type { Where } from '../tables.ts'

export type SmsLimitRefusal =
  /** The person, the number or the address has had all that an hour or a day allows; `until` in ms since 1970. */
  | { status: 'sms_limited'; until: number }
  /** The budget of the day is spent. */
  | { status: 'sms_unavailable' }

interface SmsToCount {
  userId: string
  number: PhoneNumber
  address: string | null
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const METER = 'sms'

/**
 * How many SMS may be sent, so that nobody runs up the bill or floods a stranger's phone: per user, number, address and
 * in all. Whatever is behind a send, a sign-in or an enrollment, it is counted here, and a failed one too.
 */
export function createSmsLimits({
  keyring,
  random,
  limits,
  append,
}: {
  keyring: Keyring
  random: Random
  limits: Limits
  append: AppendAudit
}) {
  async function findLimit(
    tx: StoreTransaction,
    { userId, number, address }: SmsToCount,
    now: number,
  ): Promise<{ because: string; until: number } | null> {
    // Under every key: a new one in front must not give anybody another five.
    const numberHash = { oneOf: keyring.all.map((key) => hashPhoneNumber(number, key)) }
    const rules: [because: string, where: Where<'smsSends'>, windowMs: number, most: number][] = [
      ['user_hour', { userId }, HOUR_MS, limits.smsPerHour],
      ['user_day', { userId }, DAY_MS, limits.smsPerDay],
      ['number_hour', { numberHash }, HOUR_MS, limits.smsPerHour],
      ['number_day', { numberHash }, DAY_MS, limits.smsPerDay],
    ]
    if (address !== null) rules.push(['address_hour', { address }, HOUR_MS, limits.smsPerAddress])
    let found: { because: string; until: number } | null = null
    for (const [because, where, windowMs, most] of rules) {
      const recent = { ...where, at: { above: now - windowMs } }
      const page = { orderBy: 'at', descending: true, limit: 1, offset: most - 1 } as const
      const [oldest] = await tx.find('smsSends', recent, page)
      if (oldest === undefined) continue
      const until = oldest.at + windowMs
      if (found === null || until > found.until) found = { because, until }
    }
    return found
  }

  /** Whether this is the first refusal of the day: the meter remembers the day. */
  async function isNews(tx: StoreTransaction, now: number): Promise<boolean> {
    const today = Math.floor(now / DAY_MS)
    return (await tx.update('meters', { id: METER, turns: { below: today } }, { turns: today })) > 0
  }

  return {
    /**
     * Holds the one row that all sends hold. It comes first in a transaction: what is read afterwards is then all that
     * others have sent, on MySQL too, where the first plain read decides what a transaction sees.
     */
    async hold(tx: StoreTransaction): Promise<void> {
      const hold = () => tx.find('meters', { id: METER }, { lock: true })
      if ((await hold()).length > 0) return
      await tx.insert('meters', { id: METER, turns: 0 })
      await hold()
    },

    /** Counts one that is about to be sent; null when it may be. Needs `hold`. */
    async count(
      tx: StoreTransaction,
      sms: SmsToCount,
      now: number,
    ): Promise<{ because: string; refusal: SmsLimitRefusal } | null> {
      const { userId, number, address } = sms
      const limit = await findLimit(tx, sms, now)
      if (limit !== null) {
        const { because, until } = limit
        return { because, refusal: { status: 'sms_limited', until } }
      }
      if ((await tx.count('smsSends', { at: { above: now - DAY_MS } })) >= limits.smsBudget) {
        const data = { budget: limits.smsBudget }
        if (await isNews(tx, now)) await append(tx, { type: 'sms.budget_spent', userId, address, data })
        return { because: 'budget', refusal: { status: 'sms_unavailable' } }
      }
      const numberHash = hashPhoneNumber(number, keyring.current)
      await tx.insert('smsSends', { id: makeId(random), userId, numberHash, address, at: now })
      return null
    },
  }
}

export type SmsLimits = ReturnType<typeof createSmsLimits>
