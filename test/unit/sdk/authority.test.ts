import type { DirectoryUser } from 'countersign'
import { describe, expect, test } from 'vitest'
import { findAuthority, findRank } from '../../../sdk/src/authority.ts'

const ROLES = ['owner', 'admin']

function person(id: string, roles: [organization: string, role: string][]): DirectoryUser {
  const organizations = roles.map(([organization, role]) => ({
    id: organization,
    role,
    timeZone: 'Europe/Stockholm',
  }))
  return { id, address: `${id}@example.test`, label: id, locale: 'en', organizations }
}

const judge = (actor: [string, string][], subject: [string, string][]) =>
  findAuthority(person('actor', actor), person('subject', subject), ROLES)

describe('authority', () => {
  test('reaches over who is below and over equals, never upwards', () => {
    const over = { status: 'ok', over: ['a'], elsewhere: [] }
    for (const role of ['owner', 'admin', 'practitioner'])
      expect(judge([['a', 'owner']], [['a', role]])).toEqual(over)
    for (const role of ['admin', 'practitioner']) expect(judge([['a', 'admin']], [['a', role]])).toEqual(over)
    expect(judge([['a', 'admin']], [['a', 'owner']])).toEqual({ status: 'not_allowed' })
  })

  test('comes from the role alone, and from no other that somebody has there', () => {
    const [actor, subject] = [person('actor', [['a', 'practitioner']]), person('subject', [['a', 'admin']])]
    for (const one of [actor, subject])
      one.organizations = one.organizations.map((place) => ({ ...place, otherRoles: ['owner'] }))
    expect(findAuthority(actor, subject, ROLES)).toEqual({ status: 'not_found' })
    expect(findAuthority(person('admin', [['a', 'admin']]), subject, ROLES).status).toBe('ok')
  })

  test('knows nobody outside the organizations in which the actor has an admin role', () => {
    const unknown = { status: 'not_found' }
    expect(judge([['a', 'owner']], [['b', 'practitioner']])).toEqual(unknown)
    expect(judge([['a', 'practitioner']], [['a', 'practitioner']])).toEqual(unknown)
    expect(judge([], [['a', 'practitioner']])).toEqual(unknown)
    expect(judge([['a', 'owner']], [])).toEqual(unknown)
    // An admin here who is a mere colleague there.
    expect(
      judge(
        [
          ['a', 'owner'],
          ['b', 'practitioner'],
        ],
        [['b', 'practitioner']],
      ),
    ).toEqual(unknown)
    expect(findAuthority(null, person('subject', [['a', 'admin']]), ROLES)).toEqual(unknown)
    expect(findAuthority(person('actor', [['a', 'admin']]), null, ROLES)).toEqual(unknown)
  })

  test('is never over oneself', () => {
    const owner = person('owner', [['a', 'owner']])
    expect(findAuthority(owner, owner, ROLES)).toEqual({ status: 'not_allowed' })
  })

  test('says where it ends', () => {
    expect(
      judge(
        [['a', 'admin']],
        [
          ['a', 'practitioner'],
          ['b', 'owner'],
          ['c', 'admin'],
        ],
      ),
    ).toEqual({
      ...{ status: 'ok', over: ['a'], elsewhere: ['b', 'c'] },
    })
    // One organization in which the person is above is enough.
    expect(
      judge(
        [
          ['a', 'owner'],
          ['b', 'admin'],
        ],
        [
          ['a', 'practitioner'],
          ['b', 'owner'],
        ],
      ),
    ).toEqual({
      status: 'not_allowed',
    })
  })

  test('goes by the highest of several roles, and by none that is not an admin role', () => {
    expect(
      judge(
        [
          ['a', 'practitioner'],
          ['a', 'owner'],
        ],
        [
          ['a', 'admin'],
          ['a', 'owner'],
        ],
      ),
    ).toEqual({
      ...{ status: 'ok', over: ['a'], elsewhere: [] },
    })
    expect(judge([['a', 'toString']], [['a', 'practitioner']])).toEqual({ status: 'not_found' })
    const user = person('user', [
      ['a', 'admin'],
      ['b', 'practitioner'],
    ])
    expect(['a', 'b', 'c'].map((id) => findRank(user, id, ROLES))).toEqual([1, 2, 2])
  })
})
