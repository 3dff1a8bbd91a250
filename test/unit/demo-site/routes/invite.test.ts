import { expect, it } from 'vitest'
import { findInvitation, openAccount } from '../../../../demo-site/src/data/invitations.ts'
import { createAdmin, readMails } from '../admins.ts'
import { createTestSite, readHidden } from '../test-site.ts'

const members = '/clinics/harbour/members'
const invite = '/clinics/harbour/invite'
const newcomer = 'nell@somewhere.example'

async function open() {
  const site = await createTestSite()
  const { visitor, prove } = await createAdmin(site)
  await prove()
  async function send(address: string): Promise<string> {
    const form = readHidden(await visitor.text(invite), 'form')
    await visitor.post(invite, { form, name: 'Nell Ferry', role: 'practitioner', address })
    const [mail] = await readMails(site, address)
    return /token=([\w-]+)/.exec(mail?.body ?? '')?.[1] ?? ''
  }
  async function withdraw(address: string): Promise<string> {
    const done = await visitor.post('/clinics/harbour/invitations/withdraw', { address })
    return done.headers.get('location') ?? ''
  }
  return { site, visitor, send, withdraw }
}

it('withdrawing too late, or what was never sent, is said to be so, and the member stays one', async () => {
  const { site, visitor, send, withdraw } = await open()
  const now = site.clock.now()
  const invitation = await findInvitation(site.db, await send(newcomer), now)
  if (!invitation) throw new Error('no invitation')
  const userId = await openAccount(site.db, invitation, { name: 'Nell', passwordHash: 'x', now })

  const late = await withdraw(newcomer)
  expect(late).toBe(`${members}?notice=joined`)
  expect(await visitor.text(late)).toMatch(/has joined, and is a member[\s\S]*Nell/)
  const never = await withdraw('nobody@somewhere.example')
  expect(never).toBe(`${members}?notice=not-invited`)
  expect(await visitor.text(never)).toContain('There is no invitation to that address')
  await send('next@somewhere.example')
  expect(await withdraw(' Next@somewhere.example')).toBe(`${members}?notice=withdrawn`)
  expect(await site.db.all('SELECT address FROM invitations')).toEqual([])
  await send('wait@somewhere.example')
  expect(await visitor.text(members)).toMatch(/<section class="scroll"[^>]*aria-label="Invitations that wait/)
  expect(await site.db.all('SELECT clinic_id FROM memberships WHERE user_id = ?', userId)).toHaveLength(1)
})
