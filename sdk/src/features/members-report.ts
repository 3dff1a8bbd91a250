import { type AttemptRules, findPauseEnd } from '../attempt-rules.ts'
import { TwoFactorError } from '../errors.ts'
import type { PolicyEvaluation } from '../policy-rules.ts'
import type { Clock, Directory, Store } from '../ports.ts'
import type { Row } from '../tables.ts'
import type { EntryCause } from './challenges.ts'

/** One member of an organization. Times are milliseconds since 1970. */
export interface MemberReport {
  userId: string
  /** The account name that the directory gives. */
  label: string
  /** What the directory says that people call them; the account name where it says nothing. */
  name: string
  address: string
  role: string
  /** Besides `role`, as the directory says. */
  otherRoles: string[]
  /** Types of the member's factors; empty for who has none. */
  methods: string[]
  /**
   * Why none of the factors can be used now; null where one can, and for who has none. `suspended`: after many wrong codes.
   * The others say what the next sign-in sets up anew, after a `reset`, a `recovery`, or a `bypass` that is being used.
   */
  outOfUse: 'suspended' | EntryCause | null
  /** Until when no code is taken, after too many wrong ones in a row; null when there is no pause. */
  pausedUntil: number | null
  /** When the first factor was confirmed; null without one. */
  enabledAt: number | null
  lastUsedAt: number | null
  recoveryCodesLeft: number
  trustedDevices: number
  policy: PolicyEvaluation['status']
  /** Which organizations require it of the member, or exempt them, and why: it may be another one than the report's. */
  because: PolicyEvaluation['because']
  /** When grace ends, at the earliest where it has not begun; null when nothing is required or a factor is there. */
  deadline: number | null
  /** Days of grace that begin with the next sign-in; null when grace runs or is over, or a factor is there. */
  daysFromSignIn: number | null
}

interface MembersReportParts {
  store: Store
  clock: Clock
  directory: Directory
  rules: AttemptRules
  evaluate(user: { userId: string }): Promise<PolicyEvaluation>
  /** The open way into a new factor. */
  findEntry(userId: string): Promise<Pick<Row<'entries'>, 'cause'> | null>
}

const MEMBERS_AT_ONCE = 100
// Excel reads a file without it in the machine's own encoding, and å ä ö come out wrong.
const BYTE_ORDER_MARK = '\uFEFF'
const COLUMNS = [
  'user_id',
  'name',
  'address',
  'role',
  'methods',
  'out_of_use',
  'enabled_at',
  'last_used_at',
  'recovery_codes_left',
  'trusted_devices',
  'policy',
  'deadline',
  'days_from_sign_in',
]

/** Who of an organization has two-factor authentication on, streamed, so that its size does not matter. */
export function createMembersReport(parts: MembersReportParts) {
  const { store, clock, directory, rules, evaluate, findEntry } = parts

  async function* members(input: { organizationId: string; userId?: string }): AsyncGenerator<MemberReport> {
    const { organizationId, userId: only } = input
    const all = await directory.listMembers(organizationId)
    const userIds = only === undefined ? all : all.filter((userId) => userId === only)
    for (let start = 0; start < userIds.length; start += MEMBERS_AT_ONCE) {
      const userId = { oneOf: userIds.slice(start, start + MEMBERS_AT_ONCE) }
      const factors = await store.find(
        'factors',
        { userId, state: { not: 'pending' } },
        { orderBy: 'createdAt' },
      )
      const codes = await store.find('recoveryCodes', { userId, usedAt: null })
      const devices = await store.find('trustedDevices', { userId, expiresAt: { above: clock.now() } })
      const accounts = await store.find('accounts', { userId })
      for (const id of userId.oneOf) {
        const own = <T extends { userId: string }>(rows: T[]) => rows.filter((row) => row.userId === id)
        const row = await describe(organizationId, id, own(factors), own(accounts)[0])
        if (row === null) continue
        yield { ...row, recoveryCodesLeft: own(codes).length, trustedDevices: own(devices).length }
      }
    }
  }

  async function describe(
    organizationId: string,
    userId: string,
    factors: Row<'factors'>[],
    account: Row<'accounts'> | undefined,
  ): Promise<Omit<MemberReport, 'recoveryCodesLeft' | 'trustedDevices'> | null> {
    const user = await directory.getUser(userId)
    const membership = user?.organizations.find(({ id }) => id === organizationId)
    // Who has left since the list was made is no member any more.
    if (user === null || membership === undefined) return null
    const { status, because, deadline, daysFromSignIn } = await evaluate({ userId })
    const pauseEnd = account === undefined ? 0 : findPauseEnd(account, rules)
    const used = factors.flatMap(({ lastUsedAt }) => lastUsedAt ?? [])
    return {
      userId,
      label: user.label,
      name: user.name ?? user.label,
      address: user.address,
      role: membership.role,
      otherRoles: [...(membership.otherRoles ?? [])],
      methods: [...new Set(factors.map(({ type }) => type))],
      outOfUse: await findOutOfUse(userId, factors, account),
      pausedUntil: pauseEnd > clock.now() ? pauseEnd : null,
      enabledAt:
        factors.length === 0
          ? null
          : Math.min(...factors.map((factor) => factor.confirmedAt ?? factor.createdAt)),
      lastUsedAt: used.length === 0 ? null : Math.max(...used),
      policy: status,
      because,
      ...(factors.length === 0 ? { deadline, daysFromSignIn } : { deadline: null, daysFromSignIn: null }),
    }
  }

  async function findOutOfUse(
    userId: string,
    factors: Row<'factors'>[],
    account: Row<'accounts'> | undefined,
  ): Promise<MemberReport['outOfUse']> {
    if (account !== undefined && account.suspendedAt !== null) return 'suspended'
    if (factors.length === 0 || factors.some((factor) => isUsable(factor, clock.now()))) return null
    // One that comes back was put aside for a sign-in, whether or not that is still open.
    if (factors.some(({ heldUntil }) => heldUntil !== null)) return 'bypass'
    const entry = await findEntry(userId)
    return (entry?.cause ?? 'reset') as EntryCause
  }

  return {
    /** The members as rows, in the directory's order; with `userId` the row of that member alone, if it is one. */
    members,

    /**
     * The same as a CSV file, line by line: UTF-8 with a byte order mark, times as ISO 8601 in UTC, cells that a
     * spreadsheet would run as a formula made harmless (ASVS 5.0 1.2.10).
     *
     * @param input.separator a comma when left out; spreadsheets in Sweden and much of Europe expect a semicolon
     * @param input.words what stands in the file for a heading (`user_id`), a role, a method (`totp`), a policy (`required`)
     * or why factors are out of use (`reset`); each as it is when left out. Names, addresses and times are never replaced
     * @throws TwoFactorError `argument_invalid` for another separator
     */
    async *membersCsv(input: {
      organizationId: string
      separator?: ',' | ';'
      words?: Readonly<Record<string, string>>
    }): AsyncGenerator<string> {
      const { separator = ',', words = {} } = input
      if (separator !== ',' && separator !== ';')
        throw new TwoFactorError(
          'argument_invalid',
          'report.membersCsv: separator must be a comma or a semicolon',
        )
      const inWords = (term: string) => (Object.hasOwn(words, term) ? (words[term] ?? term) : term)
      const line = (cells: string[]) =>
        `${cells.map((cell) => writeCell(cell, separator)).join(separator)}\r\n`
      yield `${BYTE_ORDER_MARK}${line(COLUMNS.map(inWords))}`
      for await (const member of members(input)) {
        yield line([
          member.userId,
          member.name,
          member.address,
          [member.role, ...member.otherRoles].map(inWords).join(' + '),
          member.methods.map(inWords).join(' '),
          member.outOfUse === null ? '' : inWords(member.outOfUse),
          writeTime(member.enabledAt),
          writeTime(member.lastUsedAt),
          String(member.recoveryCodesLeft),
          String(member.trustedDevices),
          inWords(member.policy),
          // A day that moves on with every day would be wrong tomorrow.
          writeTime(member.daysFromSignIn === null ? member.deadline : null),
          String(member.daysFromSignIn ?? ''),
        ])
      }
    },
  }
}

function isUsable({ state, heldUntil }: Row<'factors'>, now: number): boolean {
  return state === 'active' || (heldUntil !== null && heldUntil <= now)
}

function writeTime(at: number | null): string {
  return at === null ? '' : new Date(at).toISOString()
}

function writeCell(text: string, separator: string): string {
  // The characters with which a spreadsheet takes a cell for a formula; an apostrophe makes it text.
  // Behind a semicolon or a tab another cell begins for spreadsheets that separate by those.
  const harmless = text.replace(/^(?=[\t\r\n])|(^|[;\t\r\n])(?= *[=+\-@])/g, "$1'")
  const isPlain = !/[",;\t\r\n]/.test(harmless) && !harmless.includes(separator) && harmless === text
  return !isPlain ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
