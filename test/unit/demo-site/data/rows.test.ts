import { describe, expect, it } from 'vitest'
import { endHandover, keepHandover, openHandover } from '../../../../demo-site/src/data/code-handovers.ts'
import { findNote, listNotes } from '../../../../demo-site/src/data/notes.ts'
import { addMail, addSms, listOutbox } from '../../../../demo-site/src/data/outbox.ts'
import { giveBackAttempt, takeAttempt } from '../../../../demo-site/src/data/password-attempts.ts'
import { storeNewPassword } from '../../../../demo-site/src/data/password-resets.ts'
import { findPerson, listClinicMembers, setLocale } from '../../../../demo-site/src/data/people.ts'
import {
  countEndings,
  endAllSessions,
  endOtherSessions,
  endSession,
  findProven,
  findSession,
  renewSession,
  startSession,
} from '../../../../demo-site/src/data/sessions.ts'
import { createSeededDatabase, engines, seededAt } from '../databases.ts'
import { openSession } from '../sessions.ts'

const now = seededAt

describe.each(engines)('rows on %s', (engine) => {
  it('know people, their clinics and their language', async () => {
    const db = await createSeededDatabase(engine)
    await setLocale(db, 'bo', 'sv')
    expect(await findPerson(db, 'bo')).toMatchObject({
      address: 'bo@harbour.example',
      mailLocale: 'sv',
      memberships: [
        { clinicName: 'Harbour Physio', role: 'practitioner', practitioner: true },
        { clinicName: 'Northside Clinic', role: 'practitioner', practitioner: true },
      ],
    })
    expect(await findPerson(db, 'nobody')).toBeNull()
    expect(await listClinicMembers(db, 'northside')).toEqual(['bo', 'ines', 'nadia'])
  })

  it('show notes of a reader’s own clinics only', async () => {
    const db = await createSeededDatabase(engine)
    expect((await listNotes(db, 'nadia')).map(({ id }) => id)).toEqual(['note-2017', 'note-2012'])
    expect(await findNote(db, 'nadia', 'note-1041')).toBeNull()
    expect((await findNote(db, 'anna', 'note-1041'))?.client).toBe('Margaret Ellison')
    for (const id of ['adam', 'olivia']) expect(await listNotes(db, id)).toEqual([])
  })

  it('let exactly as many tries through as a bucket holds, however many come at once', async () => {
    const db = await createSeededDatabase(engine)
    const bucket = { name: 'account x', limit: 5, windowMs: 60_000 }
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => takeAttempt(db, [bucket], now)))
    expect(outcomes.filter((until) => until === null)).toHaveLength(5)
    expect(new Set(outcomes)).toEqual(new Set([null, now + 60_000]))
    expect(await takeAttempt(db, [bucket], now + 59_999)).toBe(now + 60_000)
    expect(await takeAttempt(db, [bucket], now + 60_000)).toBeNull()
  })

  it('take a try back, and charge nothing for one that was refused', async () => {
    const db = await createSeededDatabase(engine)
    const wide = { name: 'wide', limit: 3, windowMs: 60_000 }
    const narrow = { name: 'narrow', limit: 1, windowMs: 60_000 }
    expect(await takeAttempt(db, [wide, narrow], now)).toBeNull()
    for (let i = 0; i < 5; i++) expect(await takeAttempt(db, [wide, narrow], now)).toBe(now + 60_000)
    await giveBackAttempt(db, [wide, narrow])
    expect(await db.all('SELECT bucket, attempts FROM password_attempts ORDER BY bucket')).toEqual([
      { bucket: 'narrow', attempts: 0 },
      { bucket: 'wide', attempts: 0 },
    ])
  })

  it('renew a session once, and void the token that it had', async () => {
    const db = await createSeededDatabase(engine)
    const token = await openSession(db, { userId: 'anna', now, factorAt: null })
    const session = await findSession(db, token, now)
    if (!session) throw new Error('no session')
    const shown = { what: 'factor', earned: 'a step-up' } as const
    const renewed = await Promise.all([1, 2, 3].map(() => renewSession(db, session, shown, now + 1)))
    const [winner] = renewed.filter((one) => one !== null)
    expect(renewed.filter((one) => one === null)).toHaveLength(2)
    expect(await findSession(db, token, now)).toBeNull()
    expect(await findSession(db, winner ?? '', now)).toMatchObject({ userId: 'anna', factorAt: now + 1 })
  })

  it('leave no session of a password that is being changed, whichever comes first', async () => {
    const db = await createSeededDatabase(engine)
    const proven = await findProven(db, 'anna')
    const start = () => startSession(db, { ...proven, now, factorAt: now })
    await db.run(
      'INSERT INTO password_resets (token_hash, user_id, created_at, expires_at) VALUES (?, ?, ?, ?)',
      ...['one', 'anna', now, now + 1],
    )
    const reset = { tokenHash: 'one', userId: 'anna', expiresAt: now + 1 }
    const change = storeNewPassword(db, reset, { passwordHash: 'another', now })
    await Promise.all(Array.from({ length: 8 }, start))
    expect(await change).toBe(true)
    expect(await start()).toBeNull()
    expect(await db.all('SELECT id FROM sessions')).toEqual([])
  })

  it('leave no session of what was proven before all were ended, whichever comes first', async () => {
    const db = await createSeededDatabase(engine)
    const proven = await findProven(db, 'anna')
    const start = () => startSession(db, { ...proven, now, factorAt: now })
    const begun = [start(), start(), start()]
    await Promise.all([endAllSessions(db, 'anna'), ...begun, start(), start(), start()])
    expect(await start()).toBeNull()
    expect(await db.all('SELECT id FROM sessions')).toEqual([])
    expect(await openSession(db, { userId: 'anna', now, factorAt: now })).toBeTruthy()
    const bo = await openSession(db, { userId: 'bo', now, factorAt: now })
    await endAllSessions(db, 'anna')
    expect(await findSession(db, bo, now)).toMatchObject({ userId: 'bo' })
    expect(await countEndings(db, 'bo')).toBe(0)
  })

  it('leave none of a sign-in that was under way when its person ended all others', async () => {
    const db = await createSeededDatabase(engine)
    const mine = await openSession(db, { userId: 'anna', now, factorAt: now })
    const session = await findSession(db, mine, now)
    if (!session) throw new Error('no session')
    const proven = await findProven(db, 'anna')
    await endOtherSessions(db, session)
    expect(await startSession(db, { ...proven, now, factorAt: now })).toBeNull()
    expect(await db.all('SELECT id FROM sessions')).toEqual([{ id: session.id }])
  })

  it('hand recovery codes over to the session that earned them, with the right key, until it ends', async () => {
    const db = await createSeededDatabase(engine)
    const [key, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
    const tokens = [await openSession(db, { userId: 'anna', now, factorAt: now })]
    tokens.push(await openSession(db, { userId: 'anna', now, factorAt: now }))
    const [mine, theirs] = await Promise.all(tokens.map((token) => findSession(db, token, now)))
    if (!mine || !theirs) throw new Error('no session')
    await keepHandover(db, key, mine, { codes: ['ABCD-EFGH'], replaces: false, now })
    expect(await openHandover(db, key, mine, now)).toMatchObject({ codes: ['ABCD-EFGH'], replaces: false })
    expect(await openHandover(db, other, mine, now)).toBeNull()
    expect(await openHandover(db, key, theirs, now)).toBeNull()
    const listId = (await openHandover(db, key, mine, now))?.listId ?? ''
    await endHandover(db, theirs, listId)
    await endHandover(db, mine, 'another')
    const renewed = await renewSession(db, mine, { what: 'password' }, now)
    const after = await findSession(db, renewed ?? '', now)
    expect(after && (await openHandover(db, key, after, now))?.codes).toEqual(['ABCD-EFGH'])
    await db.run('UPDATE code_handovers SET session_id = ?', theirs.id)
    expect(await openHandover(db, key, theirs, now)).toBeNull()
    await endSession(db, tokens[1] ?? '')
    expect(await db.all('SELECT * FROM code_handovers')).toEqual([])
  })

  it('list mail and SMS newest first, to one address or to all', async () => {
    const db = await createSeededDatabase(engine)
    const mail = { to: 'a@x.example', locale: 'en', subject: 'One', body: 'Text', at: now } as const
    await addMail(db, mail, null)
    await addMail(db, { ...mail, to: 'b@x.example', subject: 'Two', at: now + 1 }, null)
    const sms = { to: '+447400123456', locale: 'sv', body: 'Text', at: now + 2 } as const
    await addSms(db, sms)
    expect(await listOutbox(db, { limit: 2 })).toEqual([
      { kind: 'sms', ...sms },
      { kind: 'mail', ...mail, to: 'b@x.example', subject: 'Two', at: now + 1 },
    ])
    expect(await listOutbox(db, { to: 'a@x.example', limit: 10 })).toEqual([{ kind: 'mail', ...mail }])
    expect(await listOutbox(db, { to: sms.to, limit: 10 })).toEqual([{ kind: 'sms', ...sms }])
  })
})
