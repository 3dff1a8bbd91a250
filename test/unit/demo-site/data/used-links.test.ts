import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { findUsedForm, keepUsedForm } from '../../../../demo-site/src/data/used-links.ts'
import { createSeededDatabase, engines, seededAt } from '../databases.ts'

const hash = (token: string) => createHash('sha256').update(token).digest('hex')

describe.each(engines)('links that led to a form which was sent, in %s', (engine) => {
  it('are found by their token, say what they did first and for whom, and are never stored as they are', async () => {
    const db = await createSeededDatabase(engine)
    const used = { outcome: 'password_changed', userId: 'anna', at: seededAt } as const
    expect(await findUsedForm(db, 'a-token', 'password_changed')).toBeNull()
    await keepUsedForm(db, hash('a-token'), used)
    await keepUsedForm(db, hash('a-token'), { outcome: 'joined', userId: 'bo', at: seededAt + 1 })
    expect(await findUsedForm(db, 'a-token', 'password_changed')).toBe('anna')
    expect(await findUsedForm(db, 'a-token', 'joined')).toBeNull()
    expect(await findUsedForm(db, 'another', 'password_changed')).toBeNull()
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
    expect(await findUsedForm(db, 'old', 'joined')).toBe('anna')
    await keep('new', 90)
    expect(await findUsedForm(db, 'old', 'joined')).toBeNull()
    expect(await findUsedForm(db, 'young', 'joined')).toBe('anna')
  })
})
