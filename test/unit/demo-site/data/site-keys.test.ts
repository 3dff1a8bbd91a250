import { describe, expect, it } from 'vitest'
import { claimKeys } from '../../../../demo-site/src/data/site-keys.ts'
import { createSiteTwoFactor } from '../../../../demo-site/src/two-factor.ts'
import { createPostgresDatabase } from '../databases.ts'
import { codeFor, createTestSite, testKey, turnOn } from '../test-site.ts'

const [second, third] = [8, 9].map((byte) => Buffer.alloc(32, byte).toString('base64')) as [string, string]

describe.each(['sqlite', 'postgres'])('the keys of a database on %s', (engine) => {
  async function open() {
    const databaseUrl = engine === 'postgres' ? await createPostgresDatabase() : null
    const site = await createTestSite({ databaseUrl })
    const claim = (key: string, ...oldKeys: string[]) => claimKeys(site.db, { key, oldKeys, region: null })
    const count = async () => (await site.db.all('SELECT number FROM site_keys')).length
    return { site, claim, count }
  }

  it('are the one of the first start, and no other without it', async () => {
    const { site, claim, count } = await open()
    expect(await claim(testKey)).toEqual([{ id: 'site', secret: testKey }])
    expect(await claim(second)).toBeNull()
    expect(await claim(second, third)).toBeNull()
    expect(await claimKeys(site.db, { key: testKey, oldKeys: [], region: 'se' })).toBeNull()
    expect(await count()).toBe(1)
    expect(await claim(testKey, third)).toEqual([{ id: 'site', secret: testKey }])
  })

  it('go on to a new one once the one before is at hand, there and back, each under a name of its own', async () => {
    const { claim, count } = await open()
    await claim(testKey)
    const both = [
      { id: 'site-2', secret: second },
      { id: 'site', secret: testKey },
    ]
    expect(await claim(second, testKey)).toEqual(both)
    expect(await claim(second, testKey)).toEqual(both)
    expect(await claim(second)).toEqual(both.slice(0, 1))
    expect(await claim(testKey)).toBeNull()
    expect(await claim(testKey, second)).toEqual([{ id: 'site-3', secret: testKey }, ...both])
    expect(await count()).toBe(3)
  })

  it('are one when two processes start at once, with the same key or with two', async () => {
    const same = await open()
    const claimed = await Promise.all([same.claim(testKey), same.claim(testKey)])
    expect([claimed.every((keys) => keys?.length === 1), await same.count()]).toEqual([true, 1])
    const two = await open()
    const [one, other] = await Promise.all([two.claim(testKey), two.claim(second)])
    expect([one, other].filter((keys) => keys === null)).toHaveLength(1)
    expect(await two.count()).toBe(1)
  })

  it('let an authenticator of before the change sign in after it, without the old key too', async () => {
    const { site, claim } = await open()
    await claim(testKey)
    const { key } = await turnOn(site, site.visitor())
    for (const old of [[testKey], []]) {
      const keys = (await claim(second, ...old)) ?? []
      const twoFactor = createSiteTwoFactor(site.config, site.db, site.clock, keys)
      if (keys.length > 1) expect((await twoFactor.rotateKeys()).resealed).toBeGreaterThan(0)
      site.clock.advance(60_000)
      const begun = await twoFactor.login.begin({ userId: 'anna' })
      const token = begun.status === 'challenge' ? begun.token : ''
      const code = codeFor(site, key)
      expect(await twoFactor.login.verify({ token, method: 'totp', code })).toMatchObject({ status: 'ok' })
      await twoFactor.close()
    }
  })
})
