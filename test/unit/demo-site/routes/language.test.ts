import { describe, expect, it } from 'vitest'
import { findPerson } from '../../../../demo-site/src/data/people.ts'
import { createProgram } from '../api/program.ts'
import { createOwner } from '../entries.ts'
import { switchLanguage } from '../languages.ts'
import { listMails } from '../recoveries.ts'
import { anna, codeFor, createTestSite, password, readHidden, readKey, signIn, turnOn } from '../test-site.ts'

const turnedOn = 'Tvåfaktorsautentisering är på'

describe('the language of mail', () => {
  it('is the one that was chosen on the way in, from the first mail of that sign-in on', async () => {
    const site = await createTestSite()
    await signIn(site.visitor())
    await (await createOwner(site)).requireFactors()
    const visitor = site.visitor()
    await signIn(visitor)
    const { path } = await switchLanguage(visitor, await visitor.text('/sign-in/set-up?next=%2Fnotes'))
    expect(path).toBe('/sign-in/set-up?next=%2Fnotes')
    await visitor.post('/sign-in/set-up', { next: '/notes' })
    const page = await visitor.text('/sign-in/set-up/scan')
    const code = codeFor(site, readKey(page))
    await visitor.post('/sign-in/set-up/scan', { enrollment: readHidden(page, 'enrollment'), code })
    await site.twoFactor.settle()
    expect((await listMails(site, anna)).map(({ subject }) => subject)).toEqual([turnedOn])
  })

  it('is the one that a program asks for on the way in', async () => {
    const site = await createTestSite()
    await signIn(site.visitor())
    await (await createOwner(site)).requireFactors()
    const program = await createProgram(site)
    const swedish = { 'accept-language': 'sv' }
    const { challenge } = (await program.post('/sessions', { address: anna, password }, swedish)).body
    const { enrollment, secret } = (await program.post('/sessions/set-up', { challenge })).body
    const form = { challenge, enrollment, code: codeFor(site, secret) }
    expect((await program.post('/sessions/set-up/confirm', form, swedish)).status).toBe(201)
    await site.twoFactor.settle()
    expect((await listMails(site, anna)).map(({ subject }) => subject)).toEqual([turnedOn])
  })

  it('is not chosen by who waits for the mailed code of somebody else', async () => {
    const site = await createTestSite()
    await signIn(site.visitor())
    const program = await createProgram(site)
    const owner = await createOwner(site)
    await turnOn(site, site.visitor())
    await owner.reset('anna')
    const swedish = { 'accept-language': 'sv' }
    const { challenge } = (await program.post('/sessions', { address: anna, password }, swedish)).body
    const form = { challenge, enrollment: 'none', code: '123456' }
    expect((await program.post('/sessions/set-up/confirm', form, swedish)).body.code).toBe(
      'challenge_expired',
    )
    expect((await findPerson(site.db, 'anna'))?.mailLocale).toBe('en')
  })
})
