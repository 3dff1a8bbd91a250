import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isUsedForm, keepUsedForm } from '../../../../demo-site/src/data/used-links.ts'
import { createSeededDatabase, engines, seededAt } from '../databases.ts'

const hash = (token: string) => createHash('sha256').update(token).digest('hex')

describe.each(engines)('links that led to a form which was sent, in %s', (engine) => {
  it('are found by their token, say what they did first, and are never stored as they are', async () => {
    const db = await createSeededDatabase(engine)
    const used = { outcome: 'password_changed', userId: 'anna', at: seededAt } as const
    expect(await isUsedForm(db, 'a-token', 'password_changed')).toBe(false)
    await keepUsedForm(db, hash('a-token'), used)
    await keepUsedForm(db, hash('a-token'), { outcome: 'joined', userId: 'bo', at: seededAt + 1 })
    expect(await isUsedForm(db, 'a-token', 'password_changed')).toBe(true)
    expect(await isUsedForm(db, 'a-token', 'joined')).toBe(false)
    expect(await isUsedForm(db, 'another', 'password_changed')).toBe(false)
    expect(JSON.stringify(await db.all('SELECT * FROM used_links'))).not.toContain('a-token')
  })

  it('are forgotten after ninety days', async () => {
    const db = await createSeededDatabase(engine)
    const keep = (token: string, days: number) =>
      keepUsedForm(db, hash(token), {
        ...{ outcome: 'joined', userId: 'anna', at: seededAt + days * 86_400_000 },
      })
    await keep('old', 0)
    await keep('young', 89)
    expect(await isUsedForm(db, 'old', 'joined')).toBe(true)
    await keep('new', 90)
    expect(await isUsedForm(db, 'old', 'joined')).toBe(false)
    expect(await isUsedForm(db, 'young', 'joined')).toBe(true)
  })
})
