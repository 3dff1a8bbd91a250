import { expect, it } from 'vitest'
import { addOwner } from '../../../../demo-site/src/client/add-owner.ts'
import { createAdmin, readMails } from '../admins.ts'
import { askForLink, listMails, press, written } from '../recoveries.ts'
import { anna, createTestSite, readHidden, turnOn } from '../test-site.ts'

const forged = 'Mal\r\n\r\nhttps://evil.example/approve\r\n\r\nThis\u202e\u2028person'
const flat = 'Mal https://evil.example/approve This person'
const newcomer = 'mal@somewhere.example'

it('keeps a name on one line, however it comes in', async () => {
  const site = await createTestSite()
  const { visitor: owner, prove } = await createAdmin(site)
  await prove()
  const form = readHidden(await owner.text('/clinics/harbour/invite'), 'form')
  const invitation = { form, address: newcomer, name: forged, role: 'practitioner' }
  expect((await owner.post('/clinics/harbour/invite', invitation)).status).toBe(303)
  expect(await site.db.all('SELECT name FROM invitations')).toEqual([{ name: flat }])
  const [mail] = await readMails(site, newcomer)
  expect(mail?.body.split('\n\n')).toHaveLength(6)

  const visitor = site.visitor()
  await visitor.get(/http:\/\/localhost:3000(\/invitation\S+)/.exec(mail?.body ?? '')?.[1] ?? '')
  const nothing = await visitor.post('/invitation', {
    account: newcomer,
    clinic: 'harbour',
    name: '\u202e\n',
    password: 'four quiet lanterns',
  })
  expect(nothing.status).toBe(422)
  await visitor.post('/invitation', {
    account: newcomer,
    clinic: 'harbour',
    name: forged,
    password: 'four quiet lanterns',
  })
  const asked = { address: 'elin@lund.example', clinic: `Lund\n\n${flat}`, name: forged, timeZone: 'UTC' }
  const terminal = { ask: async () => 'four quiet lanterns', print: () => {} }
  expect(
    await addOwner(asked, {
      ...{ db: site.db, now: site.clock.now(), siteName: 'Harbour Practice' },
      ...terminal,
    }),
  ).toBe(0)
  const people = await site.db.all('SELECT name FROM users WHERE address IN (?, ?)', newcomer, asked.address)
  expect(people).toEqual([{ name: flat }, { name: flat }])
  expect(await site.db.get('SELECT name FROM clinics WHERE name LIKE ?', 'Lund%')).toEqual({
    name: `Lund ${flat}`,
  })
})

it('makes no paragraph of a mail out of a name that is in the database already', async () => {
  const site = await createTestSite()
  await site.db.run("UPDATE users SET name = ? WHERE id = 'anna'", forged)
  await turnOn(site, site.visitor())
  const visitor = site.visitor()
  await press(visitor, await askForLink(site, visitor, anna), written)
  await site.twoFactor.settle()
  const review = (await listMails(site, 'owner@harbour.example')).find(({ body }) => body.includes('evil'))
  expect(review?.body).toContain(`${flat} `)
  expect(review?.body.split('\n')).not.toContain('https://evil.example/approve')
})
