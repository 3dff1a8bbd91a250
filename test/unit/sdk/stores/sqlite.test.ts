import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { listMigrations } from 'countersign/migrations'
import { sqliteStore } from 'countersign/sqlite'
import { expect, test } from 'vitest'
import { openAtOnce } from '../../open-at-once.ts'
import { createWorld } from '../world.ts'

test('a write of the host to the same file, in the same thread, is waited for without blocking it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-sqlite-'))
  const path = join(folder, 'app.db')
  const store = sqliteStore(path)
  const host = new DatabaseSync(path)
  try {
    const world = createWorld(store)
    await world.twoFactor.migrate()
    host.exec('CREATE TABLE notes (text TEXT)')
    host.exec('BEGIN IMMEDIATE')
    host.exec("INSERT INTO notes VALUES ('half done')")
    const enrolling = world.enroll()
    // The host goes on only in later turns of the event loop, as it does when it awaits something in a transaction.
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
    host.exec('COMMIT')
    const user = await enrolling
    expect(await world.verify(await world.challenge(user.userId), user.code())).toMatchObject({
      status: 'ok',
    })
    expect(host.prepare('SELECT COUNT(*) AS n FROM notes').get()).toEqual({ n: 1 })
  } finally {
    host.close()
    await store.close()
    rmSync(folder, { recursive: true })
  }
})

test('a file of the first edition gets what was added since, and keeps what it has', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-sqlite-'))
  const path = join(folder, 'app.db')
  const [first] = listMigrations('sqlite')
  const before = new DatabaseSync(path)
  before.exec(first?.sql ?? '')
  before.exec(`INSERT INTO countersign_challenges (id, user_id, purpose, attempts, attempts_allowed, created_at,
    expires_at, methods) VALUES ('old', 'anna', 'login', 0, 5, 1, 2, 'totp')`)
  before.close()
  const stores = [sqliteStore(path), sqliteStore(path)] as const
  try {
    await Promise.all(stores.map((store) => store.migrate()))
    const world = createWorld(stores[0])
    const user = await world.enroll()
    const token = await world.challenge(user.userId)
    expect(await world.verify(token, user.code())).toMatchObject({ status: 'ok' })
    expect(await stores[1].find('challenges', { consumedBy: { not: null } })).toHaveLength(1)
    expect(await stores[1].find('challenges', { id: 'old' })).toMatchObject([
      { userId: 'anna', consumedAt: null, consumedBy: null },
    ])
  } finally {
    await Promise.all(stores.map((store) => store.close()))
    rmSync(folder, { recursive: true })
  }
})

test('a new file that others open at the same moment is opened by all of them', async () => {
  const module = new URL('../../../../sdk/src/stores/sqlite.ts', import.meta.url)
  const ends = await openAtOnce(module, 'sqliteStore', 100)
  expect(new Set(ends)).toEqual(new Set(['opened']))
})
