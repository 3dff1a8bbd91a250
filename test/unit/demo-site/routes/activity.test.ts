import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { textIn } from '../../../../demo-site/src/text/catalogue.ts'
import { findActivityWords } from '../../../../demo-site/src/views/activity-words.ts'
import { codeFor, createTestSite, signIn, turnOn, wrongCodeFor } from '../test-site.ts'

const path = '/settings/two-factor/activity'

/** Every type that the page of the record names, `step_up.…` and its like spelt out. */
function documentedTypes(): string[] {
  const page = readFileSync(join(import.meta.dirname, '../../../../sdk/docs/audit.md'), 'utf8')
  const rows = page.split('\n').filter((line) => line.startsWith('|'))
  const named = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([a-z_]+\.[a-z_]+)`/g)])
  const asSignIns = ['step_up', 'password_reset'].flatMap((purpose) =>
    ['challenged', 'verified', 'cancelled'].map((end) => `${purpose}.${end}`),
  )
  return [...named.map(([, type = '']) => type), ...asSignIns]
}

describe('recent activity', () => {
  it('has words of its own for every type of the record, in both languages', () => {
    const types = documentedTypes()
    expect(types.length).toBeGreaterThan(50)
    for (const text of [textIn('en'), textIn('sv')]) {
      const sentences = types.map((type) => findActivityWords(text, type))
      expect(types.filter((_, index) => sentences[index] === text.security.activityOther)).toEqual([])
      expect(new Set(sentences).size).toBe(types.length)
      expect(findActivityWords(text, 'constructor')).toBe(text.security.activityOther)
    }
  })

  it('tells what happened, when and from where, the newest first, and of nobody else', async () => {
    const site = await createTestSite()
    const { key } = await turnOn(site, site.visitor())
    await turnOn(site, site.visitor(), 'bo@harbour.example')
    site.clock.advance(60_000)
    const visitor = site.visitor()
    await signIn(visitor)
    await visitor.post('/sign-in/code', { code: wrongCodeFor(site, key) })
    await visitor.post('/sign-in/code', { code: codeFor(site, key) })
    const page = await visitor.text(path)
    const rows = [...page.matchAll(/<tr><td>(.*?)<\/td>/g)].map(([, sentence]) => sentence)
    expect(rows.slice(0, 3)).toEqual([
      'You signed in with a code.',
      'A wrong or used code was entered.',
      'Your password was entered, and we asked for a code.',
    ])
    expect(rows.filter((row) => row === 'Two-factor authentication was turned on.')).toHaveLength(1)
    expect(page).toContain('<td data-label="When">21 November 2026 at 10:01 GMT</td>')
    expect(page).toContain('<td data-label="From">127.0.0.1</td>')
    expect(page).toContain('<h2>Not you?</h2>')
  })

  it('tells of a change in the settings from where it came too', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await turnOn(site, visitor)
    const [app] = await site.twoFactor.factors.list({ userId: 'anna' })
    await visitor.post(`/settings/two-factor/factors/${app?.id}/rename`, { name: 'Work phone' })
    expect(await visitor.text(path)).toContain(
      'got another name.</td><td data-label="When">21 November 2026 at 10:00 GMT</td><td data-label="From">127.0.0.1</td>',
    )
  })

  it('says of an entry that somebody altered that it was altered', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await turnOn(site, visitor)
    expect(await visitor.text(path)).not.toContain('was altered')
    const { DatabaseSync } = await import('node:sqlite')
    const rows = new DatabaseSync(join(site.dataDir, 'two-factor.db'))
    rows.exec("UPDATE countersign_audit SET address = '192.0.2.1' WHERE type = 'two_factor.enabled'")
    rows.close()
    expect(await visitor.text(path)).toContain('This entry was altered after it was written.')
  })

  it('goes on to older pages, and back to the newest', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    const { key } = await turnOn(site, visitor)
    for (let i = 0; i < 16; i++) {
      site.clock.advance(60_000)
      const other = site.visitor()
      await signIn(other)
      await other.post('/sign-in/code', { code: codeFor(site, key) })
    }
    const count = (page: string) => [...page.matchAll(/<tr><td>/g)].length
    const newest = await visitor.text(path)
    expect(count(newest)).toBe(25)
    const older = /href="(\/settings\/two-factor\/activity\?before=[^"]+)"/.exec(newest)?.[1] ?? ''
    const page = await visitor.text(older)
    const all = await site.twoFactor.audit.list({ userId: 'anna' })
    expect(count(page)).toBe(all.length - 25)
    expect(page).toContain(`<a href="${path}">Back to the newest</a>`)
    expect((await visitor.get(`${path}?before=%27%3B--`)).status).toBe(200)
  })
})
