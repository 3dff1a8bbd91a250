import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  evaluatePolicy,
  type PolicyFacts,
  type PolicyMembership,
  type PolicyRule,
} from '../../../sdk/src/policy-rules.ts'
import { START } from './world.ts'

const DAY = 86_400_000
const by = 'owner'
const since = START - 100 * DAY

function membership(
  organizationId: string,
  role: string,
  rule?: PolicyRule,
  setting?: 'default' | 'required' | 'exempt',
): PolicyMembership {
  return {
    organizationId,
    role,
    rule: rule === undefined ? null : { rule, by, since, requiredSince: since },
    setting: setting === undefined ? null : { setting, by, since, requiredSince: since },
  }
}

const evaluate = (facts: Partial<PolicyFacts>) =>
  evaluatePolicy({ now: START, global: {}, memberships: [], metAt: null, guardedRoles: ['admin'], ...facts })

test('nothing is required when nobody says so', () => {
  expect(evaluate({})).toEqual({
    status: 'optional',
    because: [],
    deadline: null,
    daysFromSignIn: null,
    isDue: false,
    methods: null,
    trustedDevices: true,
  })
})

test('the nearer level decides: user before role before organization before the whole site', () => {
  const global: PolicyRule = { default: 'required', roles: { admin: 'optional' } }
  const cases: [PolicyMembership, string, string | undefined][] = [
    [membership('a', 'member'), 'required', 'global'],
    [membership('a', 'admin'), 'optional', undefined],
    [membership('a', 'member', { default: 'optional' }), 'optional', undefined],
    [membership('a', 'member', { default: 'optional', roles: { member: 'required' } }), 'required', 'role'],
    [membership('a', 'member', { default: 'required' }, 'exempt'), 'exempt', 'user'],
    [membership('a', 'member', { default: 'optional' }, 'required'), 'required', 'user'],
    [membership('a', 'member', { default: 'required' }, 'default'), 'required', 'organization'],
  ]
  for (const [one, status, level] of cases) {
    const result = evaluate({ global, memberships: [one] })
    expect([result.status, result.because[0]?.level]).toEqual([status, level])
  }
})

test('over several organizations the strictest wins, and an exemption in one frees nobody in another', () => {
  const exempt = membership('a', 'member', { default: 'required' }, 'exempt')
  const optional = membership('b', 'member')
  const required = membership('c', 'member', { default: 'required' })
  expect(evaluate({ memberships: [exempt, optional] }).status).toBe('exempt')
  expect(evaluate({ memberships: [exempt, optional, required] })).toMatchObject({
    status: 'required',
    because: [{ level: 'organization', organizationId: 'c', by, since }],
  })
})

test('grace of an organization runs from the joining at the earliest, and moves no other deadline', () => {
  const old = membership('a', 'member', { default: 'required', graceDays: 60 })
  const joined = {
    ...membership('b', 'member', { default: 'required', graceDays: 14 }),
    joinedAt: START - DAY,
  }
  const metAt = START - 35 * DAY
  expect(evaluate({ memberships: [old, joined], metAt })).toMatchObject({
    deadline: START + 13 * DAY,
    isDue: false,
    daysFromSignIn: null,
  })
  expect(evaluate({ memberships: [old, { ...joined, joinedAt: START - 60 * DAY }], metAt })).toMatchObject({
    deadline: metAt + 14 * DAY,
    isDue: true,
  })
  const due = membership('a', 'member', { default: 'required', graceDays: 7 })
  expect(evaluate({ memberships: [due, joined], metAt })).toMatchObject({
    deadline: metAt + 7 * DAY,
    isDue: true,
  })
  expect(evaluate({ memberships: [{ ...joined, joinedAt: Number.NaN }], metAt }).isDue).toBe(true)
  // Whoever has not signed in since begins with that, as ever.
  expect(evaluate({ memberships: [joined] })).toMatchObject({
    deadline: START + 14 * DAY,
    daysFromSignIn: 14,
  })
})

test('grace runs from when the requirement met the person, is the shortest of all, and tightening it takes effect at once', () => {
  const facts = (graceDays: number) => ({
    memberships: [membership('a', 'member', { default: 'required', graceDays })],
    metAt: START - 5 * DAY,
  })
  expect(evaluate(facts(14))).toMatchObject({ deadline: START + 9 * DAY, isDue: false })
  expect(evaluate(facts(3))).toMatchObject({ deadline: START - 2 * DAY, isDue: true })
  const both = [
    membership('a', 'member', { default: 'required', graceDays: 14 }),
    membership('b', 'member', { default: 'required', graceDays: 7 }),
  ]
  expect(evaluate({ memberships: both, metAt: START }).deadline).toBe(START + 7 * DAY)
  expect(evaluate({ memberships: both })).toMatchObject({ deadline: START + 7 * DAY, isDue: false })
})

test('grace that no sign-in has begun is told as days, since its end moves on with every day', () => {
  const from = START + 30 * DAY
  const required = (graceDays: number, rule: PolicyRule = {}) =>
    membership('a', 'member', { default: 'required', graceDays, ...rule })
  const days = (...memberships: PolicyMembership[]) => evaluate({ memberships }).daysFromSignIn
  expect([days(required(7)), days(required(7, { from }))]).toEqual([7, 7])
  expect(days(required(14), membership('b', 'member', { default: 'required', graceDays: 3 }))).toBe(3)
  // Nobody's sign-in moves a day that is set, or one that has come.
  expect([days(required(0)), days(required(0, { from }))]).toEqual([null, null])
  expect(evaluate({ memberships: [required(7)], metAt: START }).daysFromSignIn).toBeNull()
  expect(evaluate({ memberships: [membership('a', 'member')] }).daysFromSignIn).toBeNull()
})

test('a requirement that begins later is not due before it begins', () => {
  const from = START + 30 * DAY
  expect(evaluate({ global: { default: 'required', from, graceDays: 1 }, metAt: START })).toMatchObject({
    deadline: from + DAY,
    isDue: false,
  })
})

test('methods are those that every organization allows, and trust needs all of them', () => {
  const one = membership('a', 'member', { methods: ['totp', 'sms'], trustedDevices: true })
  const two = membership('b', 'member', { methods: ['totp'] })
  expect(evaluate({ memberships: [one, two] })).toMatchObject({ methods: ['totp'], trustedDevices: true })
  expect(evaluate({ memberships: [one, membership('b', 'admin')] }).trustedDevices).toBe(false)
  expect(
    evaluate({ memberships: [one, membership('b', 'admin', { trustedDevices: true })] }).trustedDevices,
  ).toBe(true)
  expect(evaluate({ global: { trustedDevices: false } }).trustedDevices).toBe(false)
})

test('over several roles in one organization the strictest wins: the requirement of either, the older one’s grace, no trust', () => {
  const rule: PolicyRule = { roles: { practitioner: 'required', owner: 'optional' }, graceDays: 3 }
  const both = { ...membership('a', 'owner', rule), otherRoles: ['practitioner'] }
  expect(evaluate({ memberships: [membership('a', 'owner', rule)] }).status).toBe('optional')
  expect(evaluate({ memberships: [both] })).toMatchObject({
    status: 'required',
    because: [{ level: 'role', organizationId: 'a', role: 'practitioner', by }],
  })
  expect(evaluate({ memberships: [{ ...both, role: 'practitioner', otherRoles: ['owner'] }] }).status).toBe(
    'required',
  )
  const exempted = { ...membership('a', 'owner', rule, 'exempt'), otherRoles: ['practitioner'] }
  expect(evaluate({ memberships: [exempted] }).status).toBe('exempt')

  // The site has required it of practitioners longer than the organization of owners.
  const newer = membership('a', 'owner', { roles: { owner: 'required' }, graceDays: 3 })
  const changed = {
    ...newer,
    otherRoles: ['practitioner'],
    rule: newer.rule && { ...newer.rule, requiredSince: START },
  }
  const longer = evaluate({
    ...{ global: { roles: { practitioner: 'required' } }, metAt: since },
    memberships: [changed],
  })
  expect(longer).toMatchObject({ isDue: true, because: [{ role: 'practitioner' }] })

  expect(evaluate({ memberships: [membership('a', 'member')] }).trustedDevices).toBe(true)
  const guarded = { ...membership('a', 'member'), otherRoles: ['admin'] }
  expect(evaluate({ memberships: [guarded] }).trustedDevices).toBe(false)
})

test('a role that is the name of something every object has decides nothing', () => {
  for (const role of ['constructor', '__proto__', 'toString']) {
    expect(
      evaluate({ global: { roles: {} }, memberships: [membership('a', role, { roles: {} })] }).status,
    ).toBe('optional')
  }
})

test('it is pure, and one more organization never makes it less strict', () => {
  const state = fc.constantFrom('optional' as const, 'required' as const)
  const rule = fc.record(
    { default: state, graceDays: fc.nat(60), trustedDevices: fc.boolean() },
    { requiredKeys: [] },
  )
  const one = fc.record({
    organizationId: fc.string({ minLength: 1 }),
    role: fc.constantFrom('member', 'admin'),
    rule: fc.option(
      fc.record({ rule, by: fc.constant(by), since: fc.constant(since), requiredSince: fc.constant(since) }),
    ),
    setting: fc.option(
      fc.record({
        setting: fc.constantFrom('default' as const, 'required' as const, 'exempt' as const),
        by: fc.constant(by),
        since: fc.constant(since),
        requiredSince: fc.constant(since),
      }),
    ),
  })
  fc.assert(
    fc.property(fc.array(one, { minLength: 1, maxLength: 4 }), one, (memberships, more) => {
      const before = evaluate({ memberships, metAt: START })
      expect(evaluate({ memberships, metAt: START })).toEqual(before)
      const after = evaluate({ memberships: [...memberships, more], metAt: START })
      if (before.status === 'required') expect(after.status).toBe('required')
      if (before.deadline !== null) expect(after.deadline).toBeLessThanOrEqual(before.deadline)
      if (!before.trustedDevices) expect(after.trustedDevices).toBe(false)
    }),
  )
})
