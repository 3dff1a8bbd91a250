import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { HARBOUR, openClinic } from '../unit/sdk/clinic.ts'
import { createWorld, KEY, makeNumber, START } from '../unit/sdk/world.ts'
import { beginApp, readTrust, type StoreCases } from './known-failures-ground.ts'

type Verb = (input: object) => Promise<{ status?: string } | undefined>

/** What a verb answers or throws, at once or later. */
const attempt = async (work: () => Promise<unknown>) => {
  try {
    return await work()
  } catch (error) {
    return error
  }
}

/** Groups of verbs that are the host's own, and take nothing that a browser holds. */
const OF_THE_HOST = ['audit', 'report']

/** What a sign-in that waits for its code may do. */
const OF_THE_SECOND_STEP = ['login.describe', 'login.sendSms', 'login.verify', 'login.cancel']

const NOTHING = [
  undefined,
  'expired',
  'not_found',
  'step_up_required',
  'not_allowed',
  'malformed',
  'details_required',
]

export const halfSignedIn: StoreCases = {
  'with its token at any verb but those of the second step': async ({ open }) => {
    const world = open()
    const { userId, factorId, code } = await world.enroll()
    const token = await world.challenge(userId)
    const before = await readTrust(world, userId)
    const verbs = Object.entries(world.twoFactor).flatMap(([group, value]) =>
      typeof value === 'object' && !OF_THE_HOST.includes(group)
        ? Object.entries(value).map(([name, verb]) => [`${group}.${name}`, verb as unknown as Verb] as const)
        : [],
    )
    const tried = verbs.filter(([name]) => !OF_THE_SECOND_STEP.includes(name))
    expect(tried.length).toBeGreaterThan(40)
    for (const [name, verb] of tried) {
      const input = { token, device: token, permission: token, stepUp: token, code: code(), method: 'totp' }
      const rest = {
        type: 'sms',
        number: makeNumber(),
        enrollmentId: factorId,
        details: { card: '1' },
        decision: 'approve',
        reason: 'x',
        requestId: factorId,
      }
      const answer = await attempt(() => verb({ ...input, ...rest }))
      // No verb takes the token for its user: it finds nothing by it, or asks in vain for the user of a session.
      if (answer instanceof Error) expect(answer, name).toMatchObject({ code: 'argument_invalid' })
      else expect(NOTHING, name).toContain((answer as { status: string } | null)?.status)
    }
    expect(await readTrust(world, userId)).toEqual(before)
    expect((await world.verify(token, code())).status).toBe('ok')
  },

  'with its token in the place of a fresh factor': async ({ open }) => {
    const world = open()
    const { admin, member } = await openClinic(world)
    const { userId, factorId } = admin
    const stepUp = await world.challenge(userId)
    const before = [await readTrust(world, userId), await readTrust(world, member.userId)]
    const { factors, recoveryCodes, enrollment, policy, admin: admins } = world.twoFactor
    const act = { actorId: userId, userId: member.userId, stepUp, reason: 'Lost the phone' }
    const organizationId = HARBOUR
    for (const refused of [
      await factors.remove({ userId, factorId, stepUp }),
      await factors.disable({ userId, stepUp }),
      await recoveryCodes.regenerate({ userId, stepUp }),
      await enrollment.begin({ userId, stepUp }),
      await enrollment.begin({ userId, stepUp, replaces: factorId }),
      await enrollment.begin({ userId, stepUp, type: 'sms', number: makeNumber() }),
      await policy.setOrganization({ organizationId, rule: {}, actorId: userId, stepUp }),
      await policy.setUser({ organizationId, userId, setting: 'exempt', actorId: userId, stepUp }),
      await admins.reset(act),
      await admins.allowOnce(act),
      await admins.endPause(act),
      await admins.revokeDevices(act),
    ])
      expect(refused).toEqual({ status: 'step_up_required' })
    expect([await readTrust(world, userId), await readTrust(world, member.userId)]).toEqual(before)
    expect(world.sms.messages).toEqual([])
  },
}

/** Line breaks that a mail or a list would believe, marks that turn a line around, and what hides. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

const HOSTILE = [
  'Till\r\nBcc: all@example.test',
  'safe\u202Eexe.fdp',
  'a\u2028b\u0000c\u001b[31m',
  '\u200bDesk\u200b',
]

const FORMULAS = [
  '=HYPERLINK("http://evil.example";"x")',
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
]

export const textsObeyed: StoreCases = {
  'in names of factors and computers': async ({ open }) => {
    const world = open()
    const user = await world.enroll()
    const { userId, factorId } = user
    const { factors, trustedDevices } = world.twoFactor
    for (const label of HOSTILE) {
      expect(await factors.rename({ userId, factorId, label })).toEqual({ status: 'ok' })
      await world.trust(user, label)
    }
    const kept = [...(await factors.list({ userId })), ...(await trustedDevices.list({ userId }))]
    expect(kept).toHaveLength(1 + HOSTILE.length)
    for (const { label } of kept) expect(label).not.toMatch(UNFIT)
    const rows = [
      ...(await world.store.find('audit', { userId })),
      ...(await world.store.find('trustedDevices', { userId })),
    ]
    expect(rows.filter((row) => /\\r|\\n|\\u00|[\u202E\u2028\u200b]/i.test(JSON.stringify(row)))).toEqual([])
    await expect(factors.rename({ userId, factorId, label: 'x'.repeat(65) })).rejects.toThrow(
      expect.objectContaining({ code: 'argument_invalid' }),
    )
  },

  'in the reason of an admin': async ({ open }) => {
    const world = open()
    const { member, act } = await openClinic(world)
    const given = await act({ reason: HOSTILE.join(' ') })
    expect(await world.twoFactor.admin.reset(given)).toEqual({ status: 'ok' })
    const types = ['admin.reset']
    const [entry] = await world.twoFactor.audit.list({ userId: member.userId, types })
    expect(entry?.data.reason).toMatch(/^Till Bcc: all@example\.test safe exe\.fdp/)
    expect(entry?.data.reason).not.toMatch(UNFIT)
  },

  'in the issuer and the account of a QR code': async ({ open, store }) => {
    const people: Record<string, string> = { html: '<script>alert(1)</script>&secret=AAAA&issuer=Bank?x#y' }
    for (const [index, text] of HOSTILE.entries()) people[`hostile-${index}`] = text
    const organizations: [] = []
    const world = open({
      issuer: '<b>Harbour</b>&digits=8',
      directory: {
        getUser: async (id) => ({
          id,
          address: 'a@x.example',
          label: people[id] as string,
          locale: 'en',
          organizations,
        }),
        listMembers: async () => [],
      },
    })
    const begun = await beginApp(world, { userId: 'html' })
    const { searchParams, hash } = new URL(begun.uri)
    const names = [...searchParams.keys()]
    expect([names.length, hash]).toEqual([new Set(names).size, ''])
    expect(searchParams.get('secret')).toBe(begun.secret)
    expect(searchParams.get('issuer')).toBe('<b>Harbour</b>&digits=8')
    expect(searchParams.get('digits')).toBe('6')
    expect(begun.uri).not.toMatch(/[<>\s]/)
    expect(begun.qr).not.toMatch(/<script|<b>|Harbour/i)
    for (const userId of Object.keys(people).slice(1)) {
      // Cleaned, so that nobody is kept from setting up a factor by their own name.
      const account = decodeURIComponent(new URL((await beginApp(world, { userId })).uri).pathname)
      expect(account).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    }
    for (const issuer of ['Harbour:Bank', ...HOSTILE])
      expect(() => createWorld(store(), { issuer })).toThrow(/issuer/)
  },

  'as formulas in the members’ report': async ({ open }) => {
    const organizationId = randomUUID()
    const labels = [...FORMULAS, 'Ann, "the" one', 'a\r\nb,c']
    const organizations = [{ id: organizationId, role: '=cmd|calc', timeZone: 'UTC' }]
    const world = open({
      directory: {
        getUser: async (id) => ({
          id,
          address: `=${id}@x`,
          label: labels[Number(id.slice(2))] ?? '',
          locale: 'en',
          organizations,
        }),
        listMembers: async () => labels.map((_, index) => `m-${index}`),
      },
    })
    let file = ''
    for await (const line of world.twoFactor.report.membersCsv({ organizationId })) file += line
    const rows = parseCsv(file.slice(1))
    expect(rows.map((row) => row.length)).toEqual(Array(labels.length + 1).fill(13))
    expect(rows.slice(1).map((row) => row[1])).toEqual(
      labels.map((label) => (FORMULAS.includes(label) ? `'${label}` : label)),
    )
    expect(rows.flat().filter((cell) => /^[=+\-@\t\r\n]/.test(cell))).toEqual([])
  },
}

/** As a spreadsheet reads it (RFC 4180). */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare ?? '')
    if (end === '\r\n') rows.push([])
  }
  return rows.slice(0, -1)
}

export const peopleEnumerated: StoreCases = {
  'by an admin: a person of another organization and nobody at all are one and the same': async ({
    open,
  }) => {
    const world = open()
    const { act } = await openClinic(world)
    const stranger = await world.enroll()
    world.people.set(stranger.userId, [{ id: randomUUID(), role: 'practitioner', timeZone: 'UTC' }])
    for (const stepUp of [(await act()).stepUp, undefined]) {
      const answers = []
      for (const userId of [stranger.userId, `unknown-${randomUUID()}`]) {
        const given = { ...(await act({ userId })), ...(stepUp === undefined ? { stepUp } : {}) }
        const { admin, policy } = world.twoFactor
        const { actorId } = given
        answers.push([
          await admin.reset(given),
          await admin.allowOnce(given),
          await admin.endPause(given),
          await admin.revokeDevices(given),
          await policy.setUser({
            organizationId: HARBOUR,
            userId,
            setting: 'exempt',
            actorId,
            stepUp: given.stepUp,
          }),
        ])
      }
      expect(answers[0]).toEqual(answers[1])
    }
    expect(await world.store.count('audit', { userId: stranger.userId, type: 'admin.reset' })).toBe(0)
  },

  'by tokens: an unknown one, a used one and an expired one are one and the same': async ({ open }) => {
    const world = open()
    const user = await world.enroll()
    const [used, late] = [await world.challenge(user.userId), await world.challenge(user.userId)]
    await world.verify(used, user.code())
    world.clock.set(world.clock.now() + 301_000)
    const unknown = Buffer.alloc(32, 1).toString('base64url')
    for (const token of [used, late, unknown, KEY, String(START), '']) {
      expect(await world.verify(token, user.code())).toEqual({ status: 'expired' })
      expect(await world.twoFactor.login.describe({ token })).toEqual({ status: 'expired' })
    }
    expect((await readTrust(world, user.userId)).verified).toBe(1)
  },
}
