import { describe, expect, it } from 'vitest'
import {
  findInvitation,
  invitationMs,
  joinClinic,
  keepInvitation,
  listInvitations,
  newInvitationToken,
  openAccount,
} from '../../../../demo-site/src/data/invitations.ts'
import { findMember, listMembers } from '../../../../demo-site/src/data/members.ts'
import { countNotes, listNotes } from '../../../../demo-site/src/data/notes.ts'
import { nudge } from '../../../../demo-site/src/data/nudges.ts'
import { createSeededDatabase, engines, seededAt } from '../databases.ts'

const now = seededAt
const address = 'nell@somewhere.example'
const mail = { to: address, locale: 'en', subject: 'Come', body: 'Text', at: now } as const

const invitation = (token: string) => ({
  ...{ token, clinicId: 'harbour', address, name: 'Nell', role: 'admin' as const, practitioner: true },
  ...{ invitedBy: 'olivia', mail, mailKey: null, now },
})

describe.each(engines)('rows of a clinic on %s', (engine) => {
  it('name its members, and nobody of another clinic', async () => {
    const db = await createSeededDatabase(engine)
    expect((await listMembers(db, 'northside')).map(({ name }) => name)).toEqual([
      'Bo Hartley',
      'Ines Moreau',
      'Nadia Fielding',
    ])
    expect(await findMember(db, 'northside', 'nadia')).toMatchObject({ role: 'owner', practitioner: true })
    expect(await findMember(db, 'northside', 'anna')).toBeNull()
    expect(await countNotes(db, 'bo', 'northside')).toBe(2)
    expect(await listNotes(db, 'anna', 'northside')).toEqual([])
  })

  it('keep one invitation an address, however many are sent at once, and let one account come of it', async () => {
    const db = await createSeededDatabase(engine)
    const tokens = Array.from({ length: 6 }, newInvitationToken)
    await Promise.all(tokens.map((token) => keepInvitation(db, invitation(token))))
    const [kept, ...others] = await listInvitations(db, 'harbour', now)
    expect(others).toEqual([])
    expect(kept).toMatchObject({ address, clinicName: 'Harbour Physio', inviterName: 'Olivia Marsh' })
    const found = await Promise.all(tokens.map((token) => findInvitation(db, token, now)))
    expect(found.filter((one) => one !== null)).toEqual([kept])
    if (!kept) throw new Error('no invitation')
    const account = { name: 'Nell', passwordHash: 'x', now }
    const made = await Promise.all(Array.from({ length: 6 }, () => openAccount(db, kept, account)))
    expect(made.filter((id) => id !== null)).toHaveLength(1)
    expect(await db.all('SELECT name FROM users WHERE address = ?', address)).toEqual([{ name: 'Nell' }])
    expect(await joinClinic(db, kept, { userId: 'nadia', now })).toBe(false)
    expect(await findMember(db, 'harbour', 'nadia')).toBeNull()
  })

  it('forget an invitation at the end of its week, and make no account by it', async () => {
    const db = await createSeededDatabase(engine)
    const token = newInvitationToken()
    await keepInvitation(db, invitation(token))
    const kept = await findInvitation(db, token, now + invitationMs - 1)
    expect(await findInvitation(db, token, now + invitationMs)).toBeNull()
    if (!kept) throw new Error('no invitation')
    const late = { name: 'Nell', passwordHash: 'x', now: now + invitationMs }
    expect(await openAccount(db, kept, late)).toBeNull()
    expect(await db.all('SELECT id FROM users WHERE address = ?', address)).toEqual([])
  })

  it('leave the role of a member who is invited again as it is', async () => {
    const db = await createSeededDatabase(engine)
    const token = newInvitationToken()
    await keepInvitation(db, invitation(token))
    const kept = await findInvitation(db, token, now)
    if (!kept) throw new Error('no invitation')
    expect(await joinClinic(db, kept, { userId: 'anna', now })).toBe(true)
    expect(await findMember(db, 'harbour', 'anna')).toMatchObject({ role: 'practitioner' })
  })

  it('let one mail a day go to a member, however many admins ask at once', async () => {
    const db = await createSeededDatabase(engine)
    const sent = await Promise.all(Array.from({ length: 8 }, () => nudge(db, 'anna', mail, null)))
    expect(sent.filter(Boolean)).toHaveLength(1)
    expect(await nudge(db, 'anna', { ...mail, at: now + 86_399_999 }, null)).toBe(false)
    expect(await nudge(db, 'anna', { ...mail, at: now + 86_400_000 }, null)).toBe(true)
    expect(await db.all('SELECT id FROM outbox')).toHaveLength(2)
  })
})
