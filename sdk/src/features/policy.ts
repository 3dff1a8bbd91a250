import { hashEdition } from '../crypto/edition.ts'
import { TwoFactorError } from '../errors.ts'
import {
  evaluatePolicy,
  type PolicyEvaluation,
  type PolicyRule,
  type PolicySetting,
} from '../policy-rules.ts'
import type { AppendAudit, Clock, Directory, DirectoryUser, Store } from '../ports.ts'
import type { OpenScope } from '../scope.ts'
import type { Row } from '../tables.ts'
import type { Permissions } from './permissions.ts'

interface PolicyParts {
  store: Store
  clock: Clock
  directory: Directory
  append: AppendAudit
  permissions: Permissions
  /** The site's own rule. */
  global: PolicyRule
  /** Roles that may change an organization's policy. */
  adminRoles: readonly string[]
  judgeAuthority(actor: DirectoryUser | null, person: DirectoryUser | null): { status: string }
  openScope: OpenScope
  readUserId(userId: unknown): string
  readAddress(ip: string | undefined): string | null
}

type PolicyRefusal =
  | { status: 'step_up_required' }
  | { status: 'not_found' }
  /** A setting for oneself, or for somebody of a higher role. */
  | { status: 'not_allowed' }

export type PolicyChanged =
  /** `changed`: false when the same held already, so that nothing was written, and nobody need be told. */
  | { status: 'ok'; changed: boolean }
  /** It is no longer what `expected` names, and nothing was written: look at it again. */
  | { status: 'changed_meanwhile' }
  | PolicyRefusal

/** A member whom a change would concern. */
export interface PolicyEffect {
  userId: string
  before: PolicyEvaluation
  after: PolicyEvaluation
}

// Recovery codes are no choice: whatever a policy allows, they are the way out.
const METHODS = ['totp', 'sms']
const SETTINGS = ['default', 'required', 'exempt']

export function createPolicy(parts: PolicyParts) {
  const {
    store,
    clock,
    directory,
    append,
    permissions,
    global,
    adminRoles,
    openScope,
    judgeAuthority,
    readUserId,
    readAddress,
  } = parts

  type PolicyRows = Row<'policies'>[]

  function evaluateWith(user: DirectoryUser, rows: PolicyRows, metAt: number | null): PolicyEvaluation {
    const memberships = user.organizations.map(({ id, role, otherRoles = [], joinedAt = 0 }) => {
      const rule = rows.find((row) => row.organizationId === id && row.userId === null)
      const setting = rows.find((row) => row.organizationId === id && row.userId === user.id)
      return {
        organizationId: id,
        ...{ role, otherRoles, joinedAt },
        rule:
          rule === undefined ? null : { rule: readPolicyRule(JSON.parse(rule.data)), ...readChange(rule) },
        setting:
          setting === undefined
            ? null
            : {
                setting: JSON.parse(setting.data) as PolicySetting,
                ...readChange(setting),
              },
      }
    })
    return evaluatePolicy({ now: clock.now(), global, memberships, metAt, guardedRoles: adminRoles })
  }

  async function readRows(user: DirectoryUser): Promise<PolicyRows> {
    const organizationId = { oneOf: user.organizations.map(({ id }) => id) }
    const [rules, settings] = await Promise.all([
      store.find('policies', { organizationId, userId: null }),
      store.find('policies', { organizationId, userId: user.id }),
    ])
    return [...rules, ...settings]
  }

  async function readMetAt(userId: string): Promise<number | null> {
    const [row] = await store.find('requirements', { userId })
    return row?.metAt ?? null
  }

  async function readUser(userId: string): Promise<DirectoryUser> {
    const user = await directory.getUser(userId)
    if (user === null) throw new TwoFactorError('user_unknown', 'directory.getUser knows no such user')
    return user
  }

  async function evaluate(userId: string): Promise<PolicyEvaluation> {
    const user = await readUser(userId)
    return evaluateWith(user, await readRows(user), await readMetAt(userId))
  }

  /** Whether somebody may change the policy of an organization: an admin of it, with a factor shown just now. */
  async function checkActor(
    actorId: string,
    organizationId: string,
    stepUp: string | undefined,
    transaction: unknown,
  ): Promise<PolicyRefusal | null> {
    const actor = await directory.getUser(actorId)
    const isAdmin = actor?.organizations.some(
      ({ id, role }) => id === organizationId && adminRoles.includes(role),
    )
    if (!isAdmin) return { status: 'not_found' }
    const { reads } = openScope(transaction)
    const fresh = await permissions.holds({ userId: actorId, purpose: 'step_up', token: stepUp }, reads)
    return fresh ? null : { status: 'step_up_required' }
  }

  /** The row that a change makes of what was there: a requirement that was there before goes on, whatever else changes. */
  function makeRow(
    { organizationId, userId }: { organizationId: string; userId: string | null },
    value: PolicyRule | PolicySetting,
    changedBy: string,
    before: Row<'policies'> | undefined,
  ): Row<'policies'> {
    const changedAt = clock.now()
    const data = JSON.stringify(value)
    const requiredSince = isRequiring(value) ? (before?.requiredSince ?? changedAt) : null
    const id = idOf(organizationId, userId)
    return { id, organizationId, userId, data, changedAt, changedBy, requiredSince }
  }

  /**
   * Equal forms at once are one change, and of different ones with the same `expected` one is made: what is there is judged
   * under its lock.
   */
  function write(
    place: { organizationId: string; userId: string | null },
    value: PolicyRule | PolicySetting,
    act: { actorId: string; address: string | null; expected?: string; transaction?: unknown },
  ): Promise<PolicyChanged> {
    const { organizationId, userId } = place
    const { actorId, address, expected, transaction } = act
    const id = idOf(organizationId, userId)
    const same: PolicyChanged = { status: 'ok', changed: false }
    return openScope(transaction).transaction(async (tx) => {
      const read = async () => (await tx.find('policies', { id }, { lock: true }))[0]
      const isOther = (row: PolicyRows[0] | undefined) =>
        expected !== undefined && expected !== editionOf(row)
      let before = await read()
      if (before === undefined && value === 'default') return same
      let row = makeRow(place, value, actorId, before)
      const isFirst = before === undefined && !isOther(before) && (await tx.insert('policies', row))
      if (!isFirst) {
        // Somebody else's first change may have come in between: then theirs is changed.
        before ??= await read()
        row = makeRow(place, value, actorId, before)
        const { data, changedAt, changedBy, requiredSince } = row
        if (before?.data === data) return same
        if (isOther(before)) return { status: 'changed_meanwhile' }
        await tx.update('policies', { id }, { data, changedAt, changedBy, requiredSince })
      }
      await append(tx, {
        type: userId === null ? 'policy.organization_changed' : 'policy.user_changed',
        userId: userId ?? actorId,
        actorId,
        address,
        data: { organizationId, policy: row.data },
      })
      return { status: 'ok', changed: true }
    })
  }

  async function evaluateAnybody(userId: string): Promise<PolicyEvaluation> {
    const user = await directory.getUser(userId)
    // Who is in no directory is in no organization: only the site's own rule is left.
    const nobody = { id: userId, address: '', label: '', locale: '', organizations: [] }
    return user === null ? evaluateWith(nobody, [], null) : evaluate(userId)
  }

  return {
    /** The types of factor that the user may have and is asked for; null for all. */
    async readMethods(userId: string): Promise<readonly string[] | null> {
      return (await evaluateAnybody(userId)).methods
    },

    /** Remembers when a requirement first met the user, and forgets it when none does any more. */
    async meet(userId: string): Promise<PolicyEvaluation> {
      const evaluation = await evaluateAnybody(userId)
      const isMet = evaluation.status === 'required'
      const metAt = await readMetAt(userId)
      if (isMet && metAt === null) {
        await store.transaction((tx) => tx.insert('requirements', { userId, metAt: clock.now() }))
      } else if (!isMet && metAt !== null) {
        await store.transaction((tx) => tx.delete('requirements', { userId }))
      }
      return evaluation
    },

    verbs: {
      /**
       * What holds for a user now, and why.
       *
       * @throws TwoFactorError `user_unknown`
       */
      evaluate({ userId }: { userId: string }): Promise<PolicyEvaluation> {
        return evaluate(readUserId(userId))
      },

      /** The organization's rule, as it was set; null when there is none. */
      async getOrganization({ organizationId }: { organizationId: string }): Promise<PolicyRule | null> {
        const [row] = await store.find('policies', { id: idOf(organizationId, null) })
        return row === undefined ? null : readPolicyRule(JSON.parse(row.data))
      },

      /**
       * Sets the rule of an organization. Takes effect at once, for everybody, grace that is running included.
       *
       * @param input.actorId an admin of the organization
       * @param input.stepUp the token of the actor's fresh step-up
       * @param input.expected what `edition` named before the actor was shown whom it concerns
       * @returns `not_found` for an actor who is no admin there; `changed_meanwhile` when another rule than the expected
       *   one holds, and not this one
       */
      async setOrganization(input: {
        organizationId: string
        rule: PolicyRule
        actorId: string
        stepUp: string | undefined
        expected?: string
        ip?: string
        transaction?: unknown
      }): Promise<PolicyChanged> {
        const { organizationId } = input
        const actorId = readUserId(input.actorId)
        const address = readAddress(input.ip)
        const rule = readPolicyRule(input.rule)
        const refusal = await checkActor(actorId, organizationId, input.stepUp, input.transaction)
        if (refusal !== null) return refusal
        return write({ organizationId, userId: null }, rule, { ...input, actorId, address })
      },

      /**
       * Sets what holds for one member of an organization, whatever the organization's rule says. `expected` is as in
       * `setOrganization`.
       */
      async setUser(input: {
        organizationId: string
        userId: string
        setting: PolicySetting
        actorId: string
        stepUp: string | undefined
        expected?: string
        ip?: string
        transaction?: unknown
      }): Promise<PolicyChanged> {
        const { organizationId, setting } = input
        const [actorId, userId] = [readUserId(input.actorId), readUserId(input.userId)]
        const address = readAddress(input.ip)
        readSetting(setting)
        const refusal = await checkActor(actorId, organizationId, input.stepUp, input.transaction)
        if (refusal !== null) return refusal
        const member = await directory.getUser(userId)
        if (!member?.organizations.some(({ id }) => id === organizationId)) return { status: 'not_found' }
        // An exemption for oneself, or for the owner, is not an admin's to give.
        const actor = await directory.getUser(actorId)
        if (judgeAuthority(within(actor, organizationId), within(member, organizationId)).status !== 'ok')
          return { status: 'not_allowed' }
        return write({ organizationId, userId }, setting, { ...input, actorId, address })
      },

      /**
       * What the rule of an organization, or the setting of one member, is known by: another text after every change of
       * it. Read it before `preview`, and hand it to `setOrganization` or `setUser` as `expected`.
       */
      async edition(input: { organizationId: string; userId?: string }): Promise<string> {
        const userId = input.userId === undefined ? null : readUserId(input.userId)
        const [row] = await store.find('policies', { id: idOf(input.organizationId, userId) })
        return editionOf(row)
      },

      /** The setting of one member in an organization. */
      async getUser(input: { organizationId: string; userId: string }): Promise<PolicySetting> {
        const id = idOf(input.organizationId, readUserId(input.userId))
        const [row] = await store.find('policies', { id })
        return row === undefined ? 'default' : (JSON.parse(row.data) as PolicySetting)
      },

      /**
       * Who would be concerned by a rule, or by a setting for one member, and how, before it is set. Changes nothing.
       */
      async preview(
        input: { organizationId: string } & (
          | { rule: PolicyRule }
          | { userId: string; setting: PolicySetting }
        ),
      ): Promise<PolicyEffect[]> {
        const { organizationId } = input
        const isRule = 'rule' in input
        const value = isRule ? readPolicyRule(input.rule) : readSetting(input.setting)
        const place = { organizationId, userId: isRule ? null : readUserId(input.userId) }
        const id = idOf(place.organizationId, place.userId)
        const [changed] = await store.find('policies', { id })
        const row = makeRow(place, value, '', changed)
        const effects: PolicyEffect[] = []
        for (const userId of isRule ? await directory.listMembers(organizationId) : [input.userId]) {
          const user = await directory.getUser(userId)
          if (user === null) continue
          const [rows, metAt] = [await readRows(user), await readMetAt(userId)]
          const before = evaluateWith(user, rows, metAt)
          const after = evaluateWith(user, [...rows.filter((one) => one.id !== id), row], metAt)
          const sides = [before, after].map(({ because: _because, ...rest }) => JSON.stringify(rest))
          if (sides[0] !== sides[1]) effects.push({ userId, before, after })
        }
        return effects
      },
    },
  }
}

const readChange = ({ changedBy, changedAt, requiredSince }: Row<'policies'>) => ({
  by: changedBy,
  since: changedAt,
  requiredSince: requiredSince ?? 0,
})

function isRequiring(value: PolicyRule | PolicySetting): boolean {
  if (typeof value === 'string') return value === 'required'
  return value.default === 'required' || Object.values(value.roles ?? {}).includes('required')
}

function readSetting(setting: PolicySetting): PolicySetting {
  if (!SETTINGS.includes(setting))
    throw new TwoFactorError('argument_invalid', `a policy setting must be one of ${SETTINGS.join(', ')}`)
  return setting
}

/** Of all that a preview depends on, so that going back to an earlier rule is another edition: grace begins anew. */
function editionOf(row: Row<'policies'> | undefined): string {
  return hashEdition(row ? [row.data, row.changedAt, row.changedBy, row.requiredSince] : [])
}

/** The person as far as one organization goes. */
function within(user: DirectoryUser | null, organizationId: string): DirectoryUser | null {
  return user && { ...user, organizations: user.organizations.filter(({ id }) => id === organizationId) }
}

function idOf(organizationId: string, userId: string | null): string {
  return JSON.stringify(userId === null ? [organizationId] : [organizationId, userId])
}

/** Checks a rule at the door; throws `TwoFactorError` `argument_invalid` for anything that is none. */
export function readPolicyRule(rule: PolicyRule): PolicyRule {
  const wrong = (what: string) => new TwoFactorError('argument_invalid', `a policy rule's ${what}`)
  if (typeof rule !== 'object' || rule === null || Array.isArray(rule)) throw wrong('value must be an object')
  const { default: standard, roles, graceDays, from, methods, trustedDevices, ...rest } = rule
  if (Object.keys(rest).length > 0) throw wrong(`fields are known: ${Object.keys(rest).join(', ')} is not`)
  const isState = (state: unknown) => state === 'optional' || state === 'required'
  if (standard !== undefined && !isState(standard)) throw wrong('default must be optional or required')
  if (roles !== undefined && !Object.values(roles).every(isState))
    throw wrong('roles must be optional or required')
  if (graceDays !== undefined && !(Number.isInteger(graceDays) && graceDays >= 0 && graceDays <= 365)) {
    throw wrong('graceDays must be a whole number from 0 to 365')
  }
  if (from !== undefined && !Number.isSafeInteger(from)) throw wrong('from must be milliseconds since 1970')
  if (methods !== undefined && !(methods.length > 0 && methods.every((method) => METHODS.includes(method)))) {
    throw wrong(`methods must be some of ${METHODS.join(', ')}`)
  }
  if (trustedDevices !== undefined && typeof trustedDevices !== 'boolean')
    throw wrong('trustedDevices must be true or false')
  return {
    ...(standard === undefined ? {} : { default: standard }),
    ...(roles === undefined ? {} : { roles: { ...roles } }),
    ...(graceDays === undefined ? {} : { graceDays }),
    ...(from === undefined ? {} : { from }),
    ...(methods === undefined ? {} : { methods: [...methods] }),
    ...(trustedDevices === undefined ? {} : { trustedDevices }),
  }
}
