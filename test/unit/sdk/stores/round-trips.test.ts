import { randomUUID } from 'node:crypto'
import type { Store } from 'countersign'
import { mysqlStore } from 'countersign/mysql'
import { postgresStore } from 'countersign/postgres'
import pg from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { createWorld } from '../world.ts'
import { tapMysql } from './mysql-wire.ts'
import { storesUnderTest } from './stores-under-test.ts'

type Query = (...parameters: unknown[]) => unknown

/** Counts what is sent: every statement by itself, BEGIN and COMMIT included. */
class Wire {
  sent: string[] = []

  watch<T extends object>(target: T, names: string[]): T {
    return new Proxy(target, {
      get: (object, name) => {
        const value: unknown = Reflect.get(object, name, object)
        if (typeof value !== 'function') return value
        const call = value.bind(object) as Query
        if (!names.includes(String(name))) return call
        return (...parameters: unknown[]) => {
          this.sent.push(String(parameters[0]).trim().slice(0, 60))
          return call(...parameters)
        }
      },
    })
  }
}

interface Engine {
  name: string
  most: number
  connect(url: string, wire: Wire): Promise<{ store: Store; close(): Promise<unknown> }>
}

const engines: Engine[] = [
  {
    name: 'postgres',
    most: 4,
    async connect(url, wire) {
      const pool = new pg.Pool({ connectionString: url })
      const watched = wire.watch(pool, ['query'])
      const connect = async () => wire.watch(await pool.connect(), ['query'])
      return {
        store: postgresStore(
          new Proxy(watched, {
            get: (target, name) => (name === 'connect' ? connect : Reflect.get(target, name)),
          }),
        ),
        close: () => pool.end(),
      }
    },
  },
  {
    name: 'mysql',
    most: 6,
    async connect(url, wire) {
      const tap = await tapMysql(url, (command) => wire.sent.push(command.slice(0, 60)))
      const store = mysqlStore(tap.url)
      return { store, close: () => store.close().then(tap.close) }
    },
  },
]

describe.each(engines)('a verification on $name', ({ name, most, connect }) => {
  const disposals: (() => Promise<unknown>)[] = []
  afterAll(async () => {
    for (const dispose of disposals.reverse()) await dispose()
  })

  async function open() {
    const under = storesUnderTest.find((store) => store.name === name)
    const opened = await under?.open()
    if (opened?.url === undefined) throw new Error('the store has no address')
    const wire = new Wire()
    const { store, close } = await connect(opened.url, wire)
    disposals.push(opened.dispose, close)
    const world = createWorld(store)
    const user = await world.enroll()
    const ip = '203.0.113.7'
    const begin = async () => {
      const begun = await world.twoFactor.login.begin({ userId: user.userId, ip })
      if (begun.status !== 'challenge') throw new Error(begun.status)
      return begun.token
    }
    const measure = async (code: unknown, method: 'totp' | 'recovery_code' = 'totp') => {
      const token = await begin()
      wire.sent = []
      const { status } = await world.verify(token, code, method, ip)
      return { status, sent: wire.sent }
    }
    return { ...world, ...user, measure }
  }

  test(`takes no more than ${most} round trips, whatever comes of it`, async () => {
    const { measure, code, wrongCode, recoveryCodes, clock } = await open()
    const outcomes = []
    for (const run of [
      () => measure(code()),
      () => measure(code()),
      () => measure(wrongCode()),
      // Of another time, which is noted.
      () => measure(code(5)),
      () => measure(recoveryCodes[0], 'recovery_code'),
      () =>
        measure(
          `0000-${randomUUID().slice(0, 4)}-0000-0000-0000-0000`.toUpperCase().replace(/[^0-9A-F-]/g, '0'),
          'recovery_code',
        ),
    ]) {
      const { status, sent } = await run()
      outcomes.push(status)
      expect(sent.length, `${status}: ${sent.join(' | ')}`).toBeGreaterThan(0)
      expect(sent.length, `${status}: ${sent.join(' | ')}`).toBeLessThanOrEqual(most)
      clock.advanceSeconds(0)
    }
    expect(outcomes).toEqual(['ok', 'already_used', 'invalid', 'invalid', 'ok', 'invalid'])
  })
})
