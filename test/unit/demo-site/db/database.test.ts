import { describe, expect, it, test } from 'vitest'
import { migrate } from '../../../../demo-site/src/db/migrate.ts'
import { seed } from '../../../../demo-site/src/seed.ts'
import { seededNotes, seededPeople } from '../../../../demo-site/src/seed-content.ts'
import { openAtOnce } from '../../open-at-once.ts'
import { createDatabase, createSeededDatabase, engines, seededAt } from '../databases.ts'

describe.each(engines)('the database on %s', (engine) => {
  it('gets its tables and its people once, by however many at the same moment', async () => {
    const open = await createDatabase(engine)
    const one = open()
    // Several connections to one SQLite file in one thread would wait for each other; server.test.ts has two processes.
    const connections = engine === 'sqlite' ? [one, one, one] : [one, open(), open()]
    await Promise.all(connections.map(migrate))
    await Promise.all(connections.map((db) => seed(db, seededAt)))
    const [db] = connections
    const rows = await db?.all<{ version: number }>('SELECT version FROM schema_versions ORDER BY version')
    const versions = rows?.map(({ version }) => version) ?? []
    expect(versions.length).toBeGreaterThan(10)
    expect(versions).toEqual(versions.map((_, index) => index + 1))
    expect(await db?.get('SELECT COUNT(*) AS count FROM users')).toEqual({ count: seededPeople.length })
    expect(await db?.get('SELECT COUNT(*) AS count FROM notes')).toEqual({ count: seededNotes.length })
  })

  it('keeps what people have made of the seeded rows', async () => {
    const db = await createSeededDatabase(engine)
    await db.run("DELETE FROM notes WHERE id = 'note-1041'")
    await seed(db, seededAt)
    expect(await db.get("SELECT id FROM notes WHERE id = 'note-1041'")).toBeNull()
  })

  it('tells how many rows a statement has changed', async () => {
    const db = await createSeededDatabase(engine)
    expect(await db.run('UPDATE users SET locale = ? WHERE id IN (?, ?)', 'sv', 'anna', 'bo')).toBe(2)
    expect(await db.run('UPDATE users SET locale = ? WHERE id = ?', 'sv', 'nobody')).toBe(0)
  })

  it('gives times back as the numbers that they are', async () => {
    const db = await createSeededDatabase(engine)
    const row = await db.get<{ written_at: number }>("SELECT written_at FROM notes WHERE id = 'note-1041'")
    expect(row?.written_at).toBe(Date.parse('2026-11-20T14:20:00Z'))
  })

  it('keeps all of a transaction or nothing', async () => {
    const db = await createSeededDatabase(engine)
    const failing = db.transaction(async (tx) => {
      await tx.run("UPDATE users SET name = 'Changed' WHERE id = 'anna'")
      throw new Error('something else went wrong')
    })
    await expect(failing).rejects.toThrow('something else went wrong')
    expect(await db.get("SELECT name FROM users WHERE id = 'anna'")).toEqual({ name: 'Anna Lindqvist' })
  })

  it('lets nothing slip into a transaction that is under way', async () => {
    const db = await createSeededDatabase(engine)
    const failing = db.transaction(async (tx) => {
      await tx.run("UPDATE users SET name = 'Changed' WHERE id = 'anna'")
      const beside = db.run("UPDATE users SET name = 'Kept' WHERE id = 'bo'")
      if (engine === 'postgres') await beside
      throw new Error('rolled back')
    })
    await expect(failing).rejects.toThrow('rolled back')
    const rows = await db.all("SELECT name FROM users WHERE id IN ('anna', 'bo') ORDER BY id")
    expect(rows).toEqual([{ name: 'Anna Lindqvist' }, { name: 'Kept' }])
  })

  it('takes values as values, whatever they look like', async () => {
    const db = await createSeededDatabase(engine)
    const name = "Robert'); DROP TABLE users; -- $1 ? \u0000".replace('\u0000', '')
    await db.run('UPDATE users SET name = ? WHERE id = ?', name, 'anna')
    expect(await db.get('SELECT name FROM users WHERE id = ?', 'anna')).toEqual({ name })
  })
})

test('a new SQLite file that others open at the same moment is opened by all of them', async () => {
  const module = new URL('../../../../demo-site/src/db/sqlite.ts', import.meta.url)
  const ends = await openAtOnce(module, 'openSqlite', 100)
  expect(new Set(ends)).toEqual(new Set(['opened']))
})
