import { expect, it } from 'vitest'
import { createOwner } from '../entries.ts'
import { askForLink, press, readLink, written } from '../recoveries.ts'
import { createTestSite, turnOn } from '../test-site.ts'

const adam = 'admin@harbour.example'
const off = 'two-factor authentication was turned off'

/** Adam let in once, with a request for recovery under way, who turns it all off by a code that he entered before. */
async function turnOffSince() {
  const site = await createTestSite()
  const owner = await createOwner(site)
  const open = site.visitor()
  const { recoveryCodes } = await turnOn(site, open, adam)
  const { stepUp, factors } = site.twoFactor
  const begun = await stepUp.begin({ userId: 'adam' })
  if (begun.status !== 'challenge') throw new Error(begun.status)
  const code = recoveryCodes[0] ?? ''
  const shown = await stepUp.verify({ token: begun.token, method: 'recovery_code', code })
  if (shown.status !== 'ok') throw new Error(shown.status)
  expect(await owner.allowOnce('adam')).toMatchObject({ status: 'ok' })
  const visitor = site.visitor()
  const link = await askForLink(site, visitor, adam)
  await press(visitor, link, written)
  expect(await factors.disable({ userId: 'adam', stepUp: shown.stepUp })).toEqual({ status: 'ok' })
  await site.twoFactor.settle()
  return { site, open, visitor, link }
}

it('whoever turns two-factor authentication off is told nowhere that a code was what ended the rest', async () => {
  const { site, open, visitor, link } = await turnOffSince()
  const mails = await (await site.visitor().get(`/test/outbox?to=${adam}`)).json()
  const calledOff = mails.find(({ subject }: { subject: string }) => subject.includes('called off'))
  expect(calledOff.body).toContain(`an app or phone number was added, or ${off}`)
  expect(calledOff.body).not.toContain('Nothing was changed')
  expect(await readLink(visitor, link)).toContain(`an app or phone number was added, or ${off}`)
  const ended = `The permission to sign in without a code ended: a code was entered, or ${off}`
  for (const page of ['/settings/two-factor/activity', '/clinics/harbour/record'])
    expect([page, await open.text(page)]).toEqual([page, expect.stringContaining(ended)])
})
