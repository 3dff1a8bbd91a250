import { randomUUID } from 'node:crypto'
import type { Store } from 'countersign'
import { mysqlStore } from 'countersign/mysql'
import fc from 'fast-check'
import mysql, { type Connection, type RowDataPacket } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SendPacket, sql } from '../../../../sdk/src/stores/mysql-packet.ts'
import { consumeInMysql, countAttemptInMysql } from '../../../../sdk/src/stores/mysql-statements.ts'
import {
  accountRow,
  addUser,
  auditRow,
  challengeRow,
  NOW,
  only,
  RULES,
  recoveryCodeRow,
} from '../../../../sdk/src/testing/conformance/sample-rows.ts'
import { createWorld } from '../world.ts'
import { tapMysql } from './mysql-wire.ts'
import { storesUnderTest } from './stores-under-test.ts'

let opened: Awaited<ReturnType<(typeof storesUnderTest)[number]['open']>>
let store: Store
let url: string
const connections: Connection[] = []

beforeAll(async () => {
  const under = storesUnderTest.find(({ name }) => name === 'mysql')
  opened = (await under?.open()) as typeof opened
  store = opened.store
  url = opened.url as string
})
afterAll(async () => {
  await Promise.all(connections.map((connection) => connection.end()))
  await opened.dispose()
})

async function connect(options: object = {}): Promise<Connection> {
  const connection = await mysql.createConnection({ uri: url, multipleStatements: true, ...options })
  connections.push(connection)
  return connection
}

const MODES = ['', 'NO_BACKSLASH_ESCAPES', 'ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES']
const HOSTILE = [
  '',
  "'",
  "''",
  '"',
  '`',
  '\\',
  "\\'",
  "\\\\'; DROP TABLE countersign_accounts; -- ",
  "' OR 1 = 1 #",
  '?',
  '\0',
  "a\0'b",
  '\n\r\u001a%_',
  '/*! */',
  "NULL' USING utf8mb4)",
  '🔑 å ß ﬀ \u202e',
  // 0xBF 0x27 and 0xBF 0x5C begin or end a character in GBK: what escaping trips over.
  "\u00bf'",
  '\u00bf\\',
  '縗',
]

describe.each(MODES)('a value in a packet under sql_mode %j', (mode) => {
  const text = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 200 }))

  for (const charset of ['utf8mb4', 'gbk', 'latin1']) {
    test(`is the text that was given, over a connection in ${charset}`, async () => {
      const connection = await connect({ charset })
      await connection.query('SET SESSION sql_mode = ?', [mode])
      const read = async (value: string) => {
        const [results] = await connection.query<RowDataPacket[][]>(
          `SET @before = 1; SELECT HEX(${sql`${value}`}) AS hex; SET @after = 1`,
        )
        return Buffer.from(results[1]?.[0]?.hex, 'hex').toString()
      }
      for (const value of HOSTILE) expect(await read(value)).toBe(value)
      await fc.assert(
        fc.asyncProperty(text, async (value) => {
          expect(await read(value)).toBe(value)
        }),
      )
    })
  }

  test('is the number that was given, or is refused', async () => {
    const connection = await connect()
    await connection.query('SET SESSION sql_mode = ?', [mode])
    const read = async (value: number) => {
      const [rows] = await connection.query<RowDataPacket[]>(sql`SELECT 0 -${value} AS negated`)
      return Number(rows[0]?.negated)
    }
    for (const value of [0, -1, 5, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])
      expect(await read(value)).toBe(0 - value)
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 0.5, 2 ** 53, -(2 ** 53)])
      expect(() => sql`SELECT ${value}`).toThrow(TypeError)
  })

  test('is kept as given by an attempt and a consumption, and touches no other row', async () => {
    const connection = await connect()
    await connection.query("SET SESSION sql_mode = CONCAT('STRICT_ALL_TABLES,', ?)", [mode])
    const send: SendPacket = async ({ statements, result }) => {
      const text = ['BEGIN', ...statements, 'COMMIT', `SELECT ${result} AS result`].join(';')
      const [results] = await connection.query<RowDataPacket[][]>(text)
      return results.at(-1)?.[0]?.result
    }
    const other = await addUser(store)
    for (const value of HOSTILE) {
      const text = `${value}${randomUUID()}${value}`
      const userId = text
      const [challenge, address] = [challengeRow(userId, { id: text, entryId: text }), text]
      await store.transaction(async (tx) => {
        await tx.insert('accounts', accountRow(userId))
        await tx.insert('challenges', challenge)
        await tx.insert('recoveryCodes', recoveryCodeRow(userId, text))
      })
      const attempt = { challengeId: text, userId, address, now: NOW, rules: RULES, passesSuspension: false }
      expect(await countAttemptInMysql(send, attempt)).toBe(1)
      expect(await only(store.find('addresses', { address }))).toMatchObject({ failures: 1 })
      const audit = [auditRow(userId, { type: text, address, data: text, keyId: text, mac: text })]
      const use = { kind: 'recovery_code' as const, codeHash: text }
      const used = { use, usedBy: text, audit }
      const consumption = { challengeId: text, entryId: text, userId, address, now: NOW, attempt: 1, ...used }
      expect(await consumeInMysql(send, consumption)).toBe(true)
      expect(await only(store.find('challenges', { id: text }))).toMatchObject({ consumedBy: text })
      expect(await store.find('audit', { userId })).toEqual(audit)
      expect(await only(store.find('recoveryCodes', { userId }))).toMatchObject({ usedAt: NOW })
      expect(await only(store.find('addresses', { address }))).toMatchObject({ failures: 0 })
    }
    expect(await store.find('challenges', { userId: other.userId })).toEqual([other.challenge])
    expect(await store.count('recoveryCodes', { userId: other.userId, usedAt: null })).toBe(2)
  })
})

test('a packet that runs into a deadlock is rolled back and sent again, and counts once', async () => {
  const sent: string[] = []
  const tap = await tapMysql(url, (command) => sent.push(command.slice(0, 3)))
  const tapped = mysqlStore(tap.url)
  const { userId, challenge, count } = await addUser(tapped)
  const host = await connect()
  await host.query('BEGIN')
  // The one that has changed less is the one that is rolled back.
  await host.query('UPDATE countersign_accounts SET rolling = rolling + 1 WHERE user_id = ?', [userId])
  sent.length = 0
  const counting = count()
  const isWaiting = async () => {
    const [rows] = await host.query<RowDataPacket[]>('SHOW ENGINE INNODB STATUS')
    const transactions = String(rows[0]?.Status).split('---TRANSACTION')
    return transactions.some(
      (one) =>
        one.includes('LOCK WAIT') && one.includes('countersign_accounts') && one.includes(sql`${userId}`),
    )
  }
  while (!(await isWaiting()));
  await host.query('SELECT 1 FROM countersign_challenges WHERE id = ? FOR UPDATE', [challenge.id])
  await host.query('COMMIT')
  expect(await counting).toBe(1)
  expect(sent).toEqual(['STA', 'ROL', 'STA'])
  expect(await only(store.find('accounts', { userId }))).toMatchObject({ counted: 1, rolling: 2 })
  expect(await only(store.find('challenges', { id: challenge.id }))).toMatchObject({ attempts: 1 })
  await tapped.close()
  await tap.close()
})

test('a step-up, whose permission is written in the transaction, takes no more than seven round trips', async () => {
  const sent: string[] = []
  const tap = await tapMysql(url, (command) => sent.push(command.slice(0, 60)))
  const tapped = mysqlStore(tap.url)
  const world = createWorld(tapped)
  const user = await world.enroll()
  // The first one prepares its statements.
  await world.stepUp(user)
  const begun = await world.twoFactor.stepUp.begin({ userId: user.userId })
  if (begun.status !== 'challenge') throw new Error(begun.status)
  sent.length = 0
  expect(
    await world.twoFactor.stepUp.verify({ token: begun.token, method: 'totp', code: user.code() }),
  ).toMatchObject({ status: 'ok' })
  expect(sent.length, sent.join(' | ')).toBeLessThanOrEqual(7)
  expect(sent).toEqual(expect.arrayContaining(['BEGIN', 'COMMIT']))
  await tapped.close()
  await tap.close()
})

test('the savepoint in a transaction of the host is not prepared, which MySQL refuses', async () => {
  const sent: string[] = []
  const tap = await tapMysql(url, (command) => sent.push(command))
  const host = await mysql.createConnection({ uri: tap.url })
  const userId = randomUUID()
  await host.query('BEGIN')
  await store.join(host).transaction((tx) => tx.insert('accounts', accountRow(userId)))
  const failing = store.join(host).transaction(async (tx) => {
    await tx.update('accounts', { userId }, { rolling: { plus: 1 } })
    throw new Error('on purpose')
  })
  await expect(failing).rejects.toThrow('on purpose')
  await host.query('COMMIT')
  expect(await store.find('accounts', { userId })).toEqual([accountRow(userId)])
  expect(
    sent.filter((command) => command.includes('SAVEPOINT')).map((command) => command.split(' ')[0]),
  ).toEqual([
    'SAVEPOINT',
    'RELEASE',
    'SAVEPOINT',
    'RELEASE',
    'SAVEPOINT',
    'RELEASE',
    'SAVEPOINT',
    'ROLLBACK',
    'RELEASE',
  ])
  await host.end()
  await tap.close()
})

describe('a verb on a connection of the host', () => {
  async function prepare(options: object = {}) {
    const host = await connect(options)
    const world = createWorld(store)
    const user = await world.enroll()
    await world.trust(user)
    const stepUp = await world.stepUp(user)
    const { userId, factorId } = user
    const { factors, trustedDevices, passwordChanged } = world.twoFactor
    const verbs = [
      () => factors.rename({ userId, factorId, label: 'Work', transaction: host }),
      () => factors.remove({ userId, factorId, stepUp, transaction: host }),
      () => trustedDevices.revokeAll({ userId, transaction: host }),
      () => passwordChanged({ userId, transaction: host }),
    ]
    const readAll = async () => ({
      factors: await store.find('factors', { userId }),
      devices: await store.find('trustedDevices', { userId }),
      permissions: await store.find('permissions', { userId }, { orderBy: 'id' }),
      record: await store.count('audit', { userId }),
      outbox: await store.count('outbox', { userId }),
    })
    return { host, verbs, readAll }
  }

  test('changes nothing without a transaction, which commits each statement by itself', async () => {
    const { verbs, readAll } = await prepare()
    const before = await readAll()
    for (const verb of verbs) await expect(verb()).rejects.toMatchObject({ code: 'ER_SP_DOES_NOT_EXIST' })
    expect(await readAll()).toEqual(before)
  })

  test('is refused in another character set, which would change what is stored', async () => {
    for (const charset of ['latin1', 'gbk']) {
      const { host, verbs, readAll } = await prepare({ charset })
      const before = await readAll()
      await host.query('BEGIN')
      for (const verb of verbs)
        await expect(verb()).rejects.toThrow(expect.objectContaining({ code: 'argument_invalid' }))
      await host.query('COMMIT')
      expect(await readAll()).toEqual(before)
    }
  })
})

test('an error of a packet tells nothing of the values in it', async () => {
  const { userId, consume } = await addUser(store)
  const [taken, hidden] = [auditRow(userId), randomUUID()]
  await store.appendAudit([taken])
  const error: unknown = await consume({ audit: [auditRow(userId, { mac: hidden }), taken] }).catch((e) => e)
  expect(error).toMatchObject({ name: 'TwoFactorError', code: 'store_failed' })
  const told = JSON.stringify([error, (error as Error).cause, { ...((error as Error).cause as object) }])
  expect(told).not.toContain(Buffer.from(hidden).toString('hex'))
  expect(told).not.toContain(hidden)
})

describe('the connections', () => {
  test('are made from connection options too, whatever these say of statements and results', async () => {
    const { hostname, port, username, pathname } = new URL(url)
    const own = mysqlStore({
      host: hostname,
      port: Number(port),
      user: username,
      database: pathname.slice(1),
      connectionLimit: 2,
      multipleStatements: false,
      rowsAsArray: true,
      namedPlaceholders: true,
      charset: 'latin1',
      typeCast: () => 'nothing',
    })
    const world = createWorld(own)
    const user = await world.enroll(`🔑${randomUUID()}`)
    expect(await world.verify(await world.challenge(user.userId), user.code())).toMatchObject({
      status: 'ok',
      userId: user.userId,
    })
    await own.close()
    await expect(own.count('accounts', {})).rejects.toThrow()
  })

  test('are the store’s own: a pool and what names no database are refused', async () => {
    const pool = mysql.createPool({ uri: url })
    for (const where of [pool, '', 'postgres://localhost/app', undefined, null, {}, { host: 'localhost' }])
      expect(() => mysqlStore(where as never)).toThrow(
        expect.objectContaining({ name: 'TwoFactorError', code: 'configuration_invalid' }),
      )
    await pool.end()
  })
})
