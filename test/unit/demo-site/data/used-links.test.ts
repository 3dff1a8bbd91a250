import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  findUsedLink,
  isUsedForm,
  keepUsedForm,
  keepUsedLink,
} from '../../../../demo-site/src/data/used-links.ts'
import { createSeededDatabase, engines, seededAt } from '../databases.ts'

describe.each(engines)('links that have done what they were for, in %s', (engine) => {
  it('are found by their token, say what they did first, and are never stored as they are', async () => {
    const db = await createSeededDatabase(engine)
    const used = { outcome: 'cancelled', userId: 'anna', at: seededAt } as const
    await keepUsedLink(db, 'a-token', used)
    await keepUsedLink(db, 'a-token', { outcome: 'completed', userId: 'bo', at: seededAt + 1 })
    expect(await findUsedLink(db, 'a-token')).toEqual(used)
    expect(await findUsedLink(db, 'another')).toBeNull()
    expect(JSON.stringify(await db.all('SELECT * FROM used_links'))).not.toContain('a-token')
  })

  it('are told from those that led to a form, which say no more than that they did', async () => {
    const db = await createSeededDatabase(engine)
    const tokenHash = createHash('sha256').update('a-token').digest('hex')
    const used = { outcome: 'password_changed', userId: 'anna', at: seededAt } as const
    expect(await isUsedForm(db, 'a-token', 'password_changed')).toBe(false)
    await keepUsedForm(db, tokenHash, used)
    expect(await isUsedForm(db, 'a-token', 'password_changed')).toBe(true)
    expect(await isUsedForm(db, 'a-token', 'joined')).toBe(false)
    expect(await isUsedForm(db, 'another', 'password_changed')).toBe(false)
    expect(await findUsedLink(db, 'a-token')).toBeNull()
  })

  it('are forgotten after ninety days', async () => {
    const db = await createSeededDatabase(engine)
    const keep = (token: string, days: number) =>
      keepUsedLink(db, token, { outcome: 'reset', userId: 'anna', at: seededAt + days * 86_400_000 })
    await keep('old', 0)
    await keep('young', 89)
    expect(await findUsedLink(db, 'old')).not.toBeNull()
    await keep('new', 90)
    expect(await findUsedLink(db, 'old')).toBeNull()
    expect(await findUsedLink(db, 'young')).not.toBeNull()
  })
})
