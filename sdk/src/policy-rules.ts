/** What an organization, or the whole site, asks of its members. What is left out is decided one level up. */
export interface PolicyRule {
  default?: 'optional' | 'required'
  /** By role, before the default. */
  roles?: Readonly<Record<string, 'optional' | 'required'>>
  /** Days from the first time that a member is met by the requirement; 0 to 365. */
  graceDays?: number
  /** Not before this time, milliseconds since 1970. */
  from?: number
  /** The types of factor that members may use, `totp` and `sms`; recovery codes always work. */
  methods?: readonly string[]
  /** Whether members may have computers trusted. */
  trustedDevices?: boolean
}

/** What an admin has set for one member: `exempt` means not required, never not asked. */
export type PolicySetting = 'default' | 'required' | 'exempt'

export interface PolicyReason {
  level: 'global' | 'organization' | 'role' | 'user'
  organizationId: string | null
  role: string | null
  /** Who set it, and when; null for what stands in the configuration. */
  by: string | null
  since: number | null
}

export interface PolicyEvaluation {
  status: 'required' | 'optional' | 'exempt'
  /** What decided, for every organization that requires it (or exempts, when none requires). */
  because: PolicyReason[]
  /**
   * When grace ends, milliseconds since 1970; null when nothing is required. Where grace has not begun, the earliest time
   * that it may be: see `daysFromSignIn`.
   */
  deadline: number | null
  /**
   * Days of grace that begin with the next sign-in, because none has been met by the requirement yet: until then the
   * deadline moves on. Null when grace runs or is over, and where nobody's sign-in moves it.
   */
  daysFromSignIn: number | null
  /** Required, and grace is over. */
  isDue: boolean
  /** Null when every type of factor is allowed. */
  methods: string[] | null
  trustedDevices: boolean
}

interface PolicyChange {
  /** Who changed it last, and when. */
  by: string
  since: number
  /** Since when it has required a factor of somebody, whatever else changed meanwhile; 0 when it does not. */
  requiredSince: number
}

/** The stored facts of one membership. */
export interface PolicyMembership {
  organizationId: string
  role: string
  otherRoles?: readonly string[]
  /** When the user came to the organization; left out where nobody knows. */
  joinedAt?: number
  rule: ({ rule: PolicyRule } & PolicyChange) | null
  setting: ({ setting: PolicySetting } & PolicyChange) | null
}

export interface PolicyFacts {
  now: number
  global: PolicyRule
  memberships: readonly PolicyMembership[]
  /** When the user was first met by a requirement. */
  metAt: number | null
  /** Roles that may have no computers trusted unless a rule says so. */
  guardedRoles: readonly string[]
}

interface Verdict {
  state: 'required' | 'optional' | 'exempt'
  reason: PolicyReason
  graceMs: number
  from: number
  requiredSince: number
  joinedAt: number
}

const DAY_MS = 86_400_000

/**
 * What holds for a user now. A pure function of stored facts: nothing of its answer is ever stored, so that tightening a
 * rule takes effect at once. Over several organizations, and over several roles in one, the strictest wins.
 */
export function evaluatePolicy({
  now,
  global,
  memberships,
  metAt,
  guardedRoles,
}: PolicyFacts): PolicyEvaluation {
  const nowhere: PolicyMembership = { organizationId: '', role: '', rule: null, setting: null }
  const places = memberships.length === 0 ? [nowhere] : memberships
  const verdicts = places.map((membership) => judgeStrictest(membership, global))
  const requiring = verdicts.filter(({ state }) => state === 'required')
  const exempting = verdicts.filter(({ state }) => state === 'exempt')
  const status = requiring.length > 0 ? 'required' : exempting.length > 0 ? 'exempt' : 'optional'
  const [nearest] = requiring
    .map(({ graceMs, from, requiredSince, joinedAt }) => ({
      end: Math.max(metAt ?? now, from, requiredSince, joinedAt) + graceMs,
      graceMs,
    }))
    .sort((a, b) => a.end - b.end || a.graceMs - b.graceMs)
  const deadline = nearest?.end ?? null
  return {
    status,
    because: (status === 'required' ? requiring : exempting).map(({ reason }) => reason),
    deadline,
    daysFromSignIn: metAt !== null || !nearest?.graceMs ? null : nearest.graceMs / DAY_MS,
    isDue: deadline !== null && now >= deadline,
    methods: intersect(places.map(({ rule }) => rule?.rule.methods ?? global.methods)),
    trustedDevices: places.every(
      (place) =>
        place.rule?.rule.trustedDevices ??
        global.trustedDevices ??
        !rolesOf(place).some((role) => guardedRoles.includes(role)),
    ),
  }
}

const rolesOf = ({ role, otherRoles = [] }: PolicyMembership): string[] => [role, ...otherRoles]

/** For every role there is one verdict: a requirement comes before none, the oldest first, since its grace ends first. */
function judgeStrictest(membership: PolicyMembership, global: PolicyRule): Verdict {
  const [strictest = judge(membership, global)] = rolesOf(membership)
    .map((role) => judge({ ...membership, role }, global))
    .filter(({ state }) => state === 'required')
    .sort((a, b) => a.requiredSince - b.requiredSince)
  return strictest
}

function judge(membership: PolicyMembership, global: PolicyRule): Verdict {
  const { organizationId, role, rule, setting } = membership
  // What is no time must not move a deadline to where none is ever reached.
  const joinedAt = Number.isFinite(membership.joinedAt) ? (membership.joinedAt ?? 0) : 0
  const place = {
    organizationId: organizationId === '' ? null : organizationId,
    role: role === '' ? null : role,
  }
  const graceMs = (rule?.rule.graceDays ?? global.graceDays ?? 0) * DAY_MS
  const from = rule?.rule.from ?? global.from ?? 0
  const verdict = (
    state: Verdict['state'],
    level: PolicyReason['level'],
    by: string | null,
    since: number | null,
    requiredSince = 0,
  ): Verdict => ({
    state,
    reason: { level, ...place, by, since },
    graceMs,
    from,
    requiredSince,
    joinedAt,
  })
  if (setting !== null && setting.setting !== 'default')
    return verdict(setting.setting, 'user', setting.by, setting.since, setting.requiredSince)
  if (rule !== null) {
    const byRole = Object.hasOwn(rule.rule.roles ?? {}, role) ? rule.rule.roles?.[role] : undefined
    if (byRole !== undefined) return verdict(byRole, 'role', rule.by, rule.since, rule.requiredSince)
    if (rule.rule.default !== undefined)
      return verdict(rule.rule.default, 'organization', rule.by, rule.since, rule.requiredSince)
  }
  const byRole = Object.hasOwn(global.roles ?? {}, role) ? global.roles?.[role] : undefined
  if (byRole !== undefined) return verdict(byRole, 'role', null, null)
  return verdict(global.default ?? 'optional', 'global', null, null)
}

function intersect(lists: readonly (readonly string[] | undefined)[]): string[] | null {
  const given = lists.filter((list) => list !== undefined)
  const [first, ...others] = given
  if (first === undefined) return null
  const common = first.filter((method) => others.every((list) => list.includes(method)))
  // Where organizations leave nothing in common, the stronger one stays: nobody is required to have what nobody may have.
  return common.length === 0 ? ['totp'] : common
}
