import { createTwoFactor, TwoFactorError } from 'countersign'
import { memoryStore } from 'countersign/memory'
import { postgresStore } from 'countersign/postgres'
import { sqliteStore } from 'countersign/sqlite'
import { expect, test } from 'vitest'
import { createWorld, KEY } from './world.ts'

const directory = { getUser: async () => null, listMembers: async () => [] }
const options = () => ({
  issuer: 'Harbour',
  store: memoryStore(),
  keys: [{ id: 'a', secret: KEY }],
  directory,
})

test('a configuration that can not work is refused at once, by code', () => {
  const wrong = [
    [{ issuer: '' }, 'configuration_invalid'],
    [{ issuer: 'Harbour: Practice' }, 'configuration_invalid'],
    [{ issuer: 'x'.repeat(65) }, 'configuration_invalid'],
    [{ issuer: 'Harbour\u202ePractice' }, 'configuration_invalid'],
    [{ store: undefined }, 'configuration_invalid'],
    [{ directory: undefined }, 'configuration_invalid'],
    [{ keys: [] }, 'key_missing'],
    [{ keys: [{ id: 'a', secret: process.env.THERE_IS_NO_SUCH_VARIABLE }] }, 'key_missing'],
    [{ keys: [{ id: 'a', secret: 'c2hvcnQ=' }] }, 'key_too_short'],
    [{ window: 3 }, 'configuration_invalid'],
    [{ store: 'app.db' }, 'configuration_invalid'],
    [{ directory: {} }, 'configuration_invalid'],
    [{ notify: async () => {} }, 'configuration_invalid'],
    [{ clock: {} }, 'configuration_invalid'],
    [{ random: {} }, 'configuration_invalid'],
    [{ endSessions: 'x' }, 'configuration_invalid'],
    [{ keepAuditHead: 1 }, 'configuration_invalid'],
    [{ adminRoles: 'owner' }, 'configuration_invalid'],
    [{ adminRoles: [] }, 'configuration_invalid'],
    [{ limits: null }, 'configuration_invalid'],
    [{ policy: null }, 'configuration_invalid'],
    [{ policy: { default: 'always' } }, 'configuration_invalid'],
    [{ polcy: {} }, 'configuration_invalid'],
    [{ limits: { challengeAttempts: 0 } }, 'configuration_invalid'],
  ] as const
  for (const [change, code] of wrong) {
    expect(() => createTwoFactor({ ...options(), ...change } as never), JSON.stringify(change)).toThrow(
      expect.objectContaining({ name: 'TwoFactorError', code }),
    )
  }
  expect(() => createTwoFactor(options())).not.toThrow()
})

test('a store that can not work is refused at once', () => {
  for (const path of ['', ':memory:', 'file:x?mode=memory', undefined])
    expect(() => sqliteStore(path as never)).toThrow(TwoFactorError)
  for (const where of ['', 'mysql://x', undefined, {}])
    expect(() => postgresStore(where as never)).toThrow(TwoFactorError)
})

test.each(['login.begin', 'stepUp.begin', 'stepUp.isFresh', 'passwordReset.begin', 'factors.list'] as const)(
  'a user id that no store can keep fails loudly, in the promise: %s',
  async (name) => {
    const { twoFactor } = createWorld(memoryStore())
    const userId = 'a\0b'
    const acts = {
      'login.begin': () => twoFactor.login.begin({ userId }),
      'stepUp.begin': () => twoFactor.stepUp.begin({ userId }),
      'stepUp.isFresh': () => twoFactor.stepUp.isFresh({ userId, stepUp: 'x' }),
      'passwordReset.begin': () => twoFactor.passwordReset.begin({ userId }),
      'factors.list': () => twoFactor.factors.list({ userId }),
    }
    await expect(acts[name]()).rejects.toThrow(expect.objectContaining({ code: 'argument_invalid' }))
  },
)

test('an account name that no authenticator may show keeps nobody from setting one up', async () => {
  for (const label of [
    'Anna\u202e Berg\n',
    `  ${'x'.repeat(500)} `,
    '\u200b',
    '',
    'a\ud83d',
    '\u3164\u2800',
  ]) {
    const getUser = async (id: string) => ({
      id,
      address: 'a@example.test',
      label,
      locale: 'en',
      organizations: [],
    })
    const { twoFactor } = createWorld(memoryStore(), { directory: { getUser, listMembers: async () => [] } })
    const begun = await twoFactor.enrollment.begin({ userId: 'anna' })
    expect(begun.status, JSON.stringify(label)).toBe('pending')
  }
})
