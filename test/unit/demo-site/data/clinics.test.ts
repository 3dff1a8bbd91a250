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
import { newFormId, runOnce } from '../../../../demo-site/src/data/sent-forms.ts'
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

  it('do what a form asks for once, however often it is sent', async () => {
    const db = await createSeededDatabase(engine)
    const form = { formId: newFormId(), now }
    let done = 0
    const act = async () => ({ count: ++done })
    const sent = await Promise.all(Array.from({ length: 10 }, () => runOnce(db, form, act, () => true)))
    expect(sent.filter((outcome) => outcome !== null)).toEqual([{ count: 1 }])
    const next = { formId: newFormId(), now: now + 86_400_000 }
    expect(await runOnce(db, next, act, () => true)).toEqual({ count: 2 })
    expect(await db.all('SELECT * FROM sent_forms')).toHaveLength(1)
  })

  it('take a form again that had no effect, because it was refused or something broke', async () => {
    const db = await createSeededDatabase(engine)
    const form = { formId: newFormId(), now }
    const refuse = async () => ({ status: 'refused' })
    expect(await runOnce(db, form, refuse, ({ status }) => status === 'ok')).toEqual({ status: 'refused' })
    const fail = async () => Promise.reject(new RangeError('no disk'))
    await expect(runOnce(db, form, fail, () => true)).rejects.toThrow('no disk')
    expect(await db.all('SELECT * FROM sent_forms')).toEqual([])
    const act = async () => ({ status: 'ok' })
    expect(await runOnce(db, form, act, ({ status }) => status === 'ok')).toEqual({ status: 'ok' })
    expect(await runOnce(db, form, act, () => true)).toBeNull()
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
