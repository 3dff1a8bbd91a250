import { describe, expect, it } from 'vitest'
import { createOwner, mailQuestion } from '../entries.ts'
import { switchLanguage } from '../languages.ts'
import {
  askForLink,
  listTypes,
  press,
  readLink,
  readNewestMail,
  tokenOf,
  waitFor,
  written,
} from '../recoveries.ts'
import { anna, createTestSite, readHidden, turnOn } from '../test-site.ts'

const bo = 'bo@harbour.example'

describe('two mailed links in two tabs of one browser', () => {
  it('each stay with their tab: one of an account recovery, and one of what an admin asks for', async () => {
    const site = await createTestSite()
    const { link: question } = await mailQuestion(site)
    const visitor = site.visitor()
    const recovery = await askForLink(site, visitor, bo)
    const first = await readLink(visitor, recovery)
    const second = await readLink(visitor, question)
    const inSwedish = await switchLanguage(visitor, first)
    expect([inSwedish.status, readHidden(inSwedish.page, 'token')]).toEqual([200, tokenOf(recovery)])
    expect(inSwedish.page).toContain('name="cardName"')
    const other = await switchLanguage(visitor, second)
    expect([other.status, readHidden(other.page, 'token')]).toEqual([200, tokenOf(question)])
    expect(other.page).toContain('Olivia Marsh vill återställa')
    for (const { path } of [inSwedish, other]) {
      expect(path).not.toContain('token')
      expect(path).not.toContain(tokenOf(recovery).slice(0, 8))
    }
  })

  it('never turn the button that completes a recovery into the one that calls it off', async () => {
    const site = await createTestSite()
    const { visitor, completeLink, readyCancelLink } = await waitFor(site)
    const complete = await readLink(visitor, completeLink)
    await readLink(visitor, readyCancelLink)
    const { path, page } = await switchLanguage(visitor, complete)
    expect(path).toMatch(/^\/recovery\/complete\?/)
    expect(page).toContain('Slutföra kontoåterställningen?')
    expect(readHidden(page, 'token')).toBe(tokenOf(completeLink))
  })

  it('are told apart though both are of one kind: a newer question does not show in the tab of the one before', async () => {
    const site = await createTestSite()
    const owner = await createOwner(site)
    await turnOn(site, site.visitor(), bo)
    await owner.reset('bo')
    const reset = (await readNewestMail(site, bo)).to('/admin-request')
    await owner.allowOnce('bo')
    const allowOnce = (await readNewestMail(site, bo)).to('/admin-request')
    const visitor = site.visitor()
    const first = await readLink(visitor, reset)
    const second = await readLink(visitor, allowOnce)
    expect((await switchLanguage(visitor, first)).page).toContain('Länken fungerar inte längre')
    const { page } = await switchLanguage(visitor, second)
    expect(page).toContain('Olivia Marsh vill låta dig logga in en gång')
    expect(readHidden(page, 'token')).toBe(tokenOf(allowOnce))
  })

  it('stay where they are after a form that was refused, however long its page was open', async () => {
    const site = await createTestSite()
    await turnOn(site, site.visitor())
    const visitor = site.visitor()
    const link = await askForLink(site, visitor, anna)
    await readLink(visitor, link)
    visitor.cookies.clear()
    const refused = await press(visitor, link, { ...written, cardDigits: '42' })
    const { status, page } = await switchLanguage(visitor, await refused.text())
    expect([status, readHidden(page, 'token')]).toEqual([200, tokenOf(link)])
    expect(await listTypes(site)).toEqual(['account_recovery.link_sent'])
  })

  it('leave no more cookies behind than a server takes', async () => {
    const site = await createTestSite()
    const { link } = await mailQuestion(site)
    const visitor = site.visitor()
    const opened = []
    for (let i = 0; i < 12; i++)
      opened.push((await visitor.get(`${link.split('.')[0]}.${i}`)).headers.get('location'))
    expect([...visitor.cookies.keys()]).toHaveLength(8)
    const shown = await Promise.all(opened.map(async (page) => (await visitor.get(page ?? '')).status))
    expect(shown).toEqual([...Array(4).fill(410), ...Array(8).fill(200)])
  })
})
