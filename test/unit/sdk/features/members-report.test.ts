import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { HARBOUR, openClinic } from '../clinic.ts'
import { describeOnEveryStore } from '../describe-stores.ts'
import { createWorld } from '../world.ts'

const timeZone = 'Europe/Stockholm'

async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const row of rows) all.push(row)
  return all
}

describeOnEveryStore('members report', (store) => {
  test('it tells of every member what is on, since when, last used, and what is left', async () => {
    const world = createWorld(store(), { policy: { default: 'required', graceDays: 7 } })
    const organizationId = randomUUID()
    const join = (userId: string, role: string) =>
      world.people.set(userId, [{ id: organizationId, role, timeZone }])
    const enabledAt = world.clock.now()
    const on = await world.enroll()
    const off = randomUUID()
    join(on.userId, 'practitioner')
    join(off, 'admin')
    world.people.set(randomUUID(), [{ id: 'elsewhere', role: 'practitioner', timeZone }])
    await world.trust(on)
    const lastUsedAt = world.clock.now() - 30_000
    expect(await collect(world.twoFactor.report.members({ organizationId }))).toEqual([
      {
        userId: on.userId,
        label: `${on.userId}@example.test`,
        name: `${on.userId}@example.test`,
        address: `${on.userId}@example.test`,
        role: 'practitioner',
        otherRoles: [],
        methods: ['totp'],
        outOfUse: null,
        pausedUntil: null,
        enabledAt,
        lastUsedAt,
        recoveryCodesLeft: 10,
        trustedDevices: 1,
        policy: 'required',
        because: [{ level: 'global', organizationId, role: 'practitioner', by: null, since: null }],
        deadline: null,
        daysFromSignIn: null,
      },
      expect.objectContaining({
        userId: off,
        role: 'admin',
        methods: [],
        enabledAt: null,
        lastUsedAt: null,
        recoveryCodesLeft: 0,
        trustedDevices: 0,
        deadline: world.clock.now() + 7 * 86_400_000,
        daysFromSignIn: 7,
      }),
    ])
    await world.verify(await world.challenge(on.userId), on.recoveryCodes[0], 'recovery_code')
    const [row] = await collect(world.twoFactor.report.members({ organizationId }))
    expect(row).toMatchObject({ recoveryCodesLeft: 9, trustedDevices: 0 })
  })

  test('a deadline that only the next sign-in settles is given as days, in the file too, until it is settled', async () => {
    const world = createWorld(store(), { policy: { default: 'required', graceDays: 7 } })
    const organizationId = randomUUID()
    const userId = randomUUID()
    world.people.set(userId, [{ id: organizationId, role: 'practitioner', timeZone }])
    const read = async () => {
      const [row] = await collect(world.twoFactor.report.members({ organizationId }))
      const [, line = ''] = await collect(world.twoFactor.report.membersCsv({ organizationId }))
      return { days: row?.daysFromSignIn, file: line.trim().split(',').slice(-3) }
    }
    expect(await read()).toEqual({ days: 7, file: ['required', '', '7'] })
    const deadline = new Date(world.clock.now() + 7 * 86_400_000).toISOString()
    await world.twoFactor.login.begin({ userId })
    world.clock.advanceSeconds(3 * 86_400)
    expect(await read()).toEqual({ days: null, file: ['required', deadline, ''] })
  })

  test('it tells of a pause after wrong codes while that lasts, and which organization requires a factor', async () => {
    const world = createWorld(store())
    const { member, act } = await openClinic(world)
    const { userId } = member
    const read = async (organizationId: string = HARBOUR) =>
      (await collect(world.twoFactor.report.members({ organizationId, userId })))[0]
    expect(await read()).toMatchObject({ pausedUntil: null, because: [] })
    for (let wrong = 0; wrong < 10; wrong++) {
      const token = await world.challenge(userId)
      await world.verify(token, member.wrongCode())
    }
    const pausedUntil = (await read())?.pausedUntil ?? 0
    expect(await world.twoFactor.login.begin({ userId })).toEqual({ status: 'locked', until: pausedUntil })
    world.clock.set(pausedUntil)
    expect(await read()).toMatchObject({ pausedUntil: null })

    const { stepUp, actorId } = await act()
    const rule = { default: 'required', graceDays: 3 } as const
    await world.twoFactor.policy.setOrganization({ organizationId: HARBOUR, rule, stepUp, actorId })
    const there = { id: 'elsewhere', role: 'practitioner', timeZone }
    world.people.set(userId, [...(world.people.get(userId) ?? []), there])
    expect(await read('elsewhere')).toMatchObject({
      ...{ policy: 'required' },
      because: [{ level: 'organization', organizationId: HARBOUR }],
    })
  })

  test('it tells why nobody can use a factor, of one member or of all, and in the file', async () => {
    const world = createWorld(store())
    const { member, act } = await openClinic(world)
    const organizationId = HARBOUR
    const { userId } = member
    const read = async () => {
      const [row] = await collect(world.twoFactor.report.members({ organizationId, userId }))
      const file = (await collect(world.twoFactor.report.membersCsv({ organizationId }))).join('')
      return { cause: row?.outOfUse, file: file.split('\r\n').find((line) => line.startsWith(userId)) }
    }
    expect(await read()).toMatchObject({ cause: null, file: expect.stringContaining(',totp,,') })
    await store().transaction((tx) => tx.update('accounts', { userId }, { suspendedAt: world.clock.now() }))
    expect(await read()).toMatchObject({
      cause: 'suspended',
      file: expect.stringContaining(',totp,suspended,'),
    })
    expect((await world.twoFactor.admin.reset(await act())).status).toBe('ok')
    expect(await read()).toMatchObject({ cause: 'reset', file: expect.stringContaining(',totp,reset,') })
    const nobody = { organizationId, userId: randomUUID() }
    expect(await collect(world.twoFactor.report.members(nobody))).toEqual([])
  })

  test('it tells of every role that somebody has, in the file too and in the reader’s words', async () => {
    const world = createWorld(store())
    const organizationId = randomUUID()
    const membership = { id: organizationId, role: 'admin', otherRoles: ['practitioner'], timeZone }
    world.people.set(randomUUID(), [membership])
    const [row] = await collect(world.twoFactor.report.members({ organizationId }))
    expect(row).toMatchObject({ role: 'admin', otherRoles: ['practitioner'] })
    const words = { admin: 'administratör', practitioner: 'behandlare' }
    const [, line] = await collect(world.twoFactor.report.membersCsv({ organizationId, words }))
    expect(line).toContain(',administratör + behandlare,')
  })

  test('its words are the reader’s, and a member’s own are left alone, whatever they are', async () => {
    const organizationId = randomUUID()
    const world = createWorld(store(), {
      directory: {
        getUser: async (id) => ({
          ...{ id, address: 'role', label: 'no', name: 'yes', locale: 'sv' },
          organizations: [{ id: organizationId, role: 'admin', timeZone }],
        }),
        listMembers: async () => ['totp'],
      },
    })
    const words = {
      ...{ user_id: 'Användar-id', name: '=Namn', role: 'Roll', admin: 'administratör' },
      ...{ totp: 'app', optional: 'frivilligt' },
    }
    const [head = '', row] = await collect(
      world.twoFactor.report.membersCsv({ organizationId, separator: ';', words }),
    )
    expect(head.startsWith('\uFEFFAnvändar-id;"\'=Namn";address;Roll;methods;')).toBe(true)
    expect(row).toBe('totp;yes;role;administratör;;;;;0;0;frivilligt;;\r\n')
  })

  test('it names the types of the factors, and no number', async () => {
    const world = createWorld(store())
    const organizationId = randomUUID()
    const user = await world.enrollSms()
    world.people.set(user.userId, [{ id: organizationId, role: 'practitioner', timeZone }])
    const rows = await collect(world.twoFactor.report.members({ organizationId }))
    expect(rows).toMatchObject([{ userId: user.userId, methods: ['sms'] }])
    expect(JSON.stringify(rows)).not.toContain(user.number.slice(3))
  })

  test('more members than are read at once come out once each', async () => {
    const world = createWorld(store())
    const organizationId = randomUUID()
    const userIds = Array.from({ length: 205 }, () => randomUUID())
    for (const userId of userIds) world.people.set(userId, [{ id: organizationId, role: 'member', timeZone }])
    const rows = await collect(world.twoFactor.report.members({ organizationId }))
    expect(rows.map(({ userId }) => userId)).toEqual(userIds)
  })

  test('the CSV opens with å ä ö right, and no cell runs as a formula or breaks out of its place', async () => {
    const names = ['=1+1', '+46 70', '-2', '@SUM(A1)', '\t=x', 'Åsa "Öberg", AB', 'two\r\nlines', 'x;=1+1;y']
    const organizationId = randomUUID()
    const users = new Map(names.map((name, index) => [`user-${index}`, name]))
    const world = createWorld(store(), {
      directory: {
        async getUser(id) {
          const label = users.get(id) ?? ''
          return {
            id,
            address: 'a@example.test',
            label,
            locale: 'sv',
            organizations: [{ id: organizationId, role: '=role', timeZone }],
          }
        },
        listMembers: async () => [...users.keys()],
      },
    })
    const text = (await collect(world.twoFactor.report.membersCsv({ organizationId }))).join('')
    expect(text.startsWith('\uFEFFuser_id,name,address,role,')).toBe(true)
    const cells = [
      '"\'=1+1"',
      '"\'+46 70"',
      '"\'-2"',
      '"\'@SUM(A1)"',
      '"\'\t=x"',
      '"Åsa ""Öberg"", AB"',
      '"two\r\nlines"',
      '"x;\'=1+1;y"',
    ]
    for (const cell of cells) expect(text).toContain(`,${cell},a@example.test,"'=role",`)
    expect(text.endsWith('\r\n')).toBe(true)
    const separator = ';'
    const other = (await collect(world.twoFactor.report.membersCsv({ organizationId, separator }))).join('')
    expect(other).toContain(`;"Åsa ""Öberg"", AB";a@example.test;"'=role";`)
    expect(other).toContain(`;"x;'=1+1;y";`)
  })
})
