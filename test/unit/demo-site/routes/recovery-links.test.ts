import { describe, expect, it } from 'vitest'
import {
  approve,
  askForLink,
  createReviewer,
  findRequestPath,
  listMails,
  listTypes,
  moveClockTo,
  openLink,
  pageOf,
  press,
  readLink,
  readNewestMail,
  request,
  tokenOf,
  waitFor,
  written,
} from '../recoveries.ts'
import { openSession } from '../sessions.ts'
import { anna, codeFor, createTestSite, signIn, turnOn } from '../test-site.ts'

describe('a link of an account recovery', () => {
  it('changes nothing when it is opened, and says what its button will do', async () => {
    const site = await createTestSite()
    const { visitor, completeLink, readyCancelLink } = await waitFor(site)
    const before = await listTypes(site)
    for (let i = 0; i < 2; i++) {
      const cancel = await readLink(visitor, readyCancelLink)
      expect(cancel).toContain('Call the account recovery off?')
      expect(cancel).toContain('its waiting period ended on 26 November 2026 at 00:00 GMT: whoever has')
      expect(await readLink(visitor, completeLink)).toContain('Complete the account recovery?')
    }
    expect(await listTypes(site)).toEqual(before)
  })

  it.each(['request', 'cancel', 'complete'])('does not stand in the address bar: %s', async (page) => {
    const site = await createTestSite()
    const { visitor, completeLink, readyCancelLink } = await waitFor(site)
    await turnOn(site, site.visitor(), 'bo@harbour.example')
    const asked = await askForLink(site, site.visitor(), 'bo@harbour.example')
    const link = { request: asked, cancel: readyCancelLink, complete: completeLink }[page] ?? ''
    const opened = await visitor.get(link)
    expect([opened.status, opened.headers.get('location')]).toEqual([303, pageOf(`/recovery/${page}`)])
    expect(opened.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-mailed-link-[\w-]{16}=[\w-]{43}; Max-Age=3600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      ),
    ])
    const shown = opened.headers.get('location') ?? ''
    expect(await visitor.text(shown)).toContain(`name="token" value="${tokenOf(link)}"`)
    expect((await visitor.get(`/recovery/${page}?token=x`)).status).toBe(410)
    // A dead link takes nothing from the living one, and the address of its page is none to anybody else.
    expect(await visitor.text(shown)).toContain(`name="token" value="${tokenOf(link)}"`)
    expect((await site.visitor().get(shown)).status).toBe(410)
  })

  it('calls it off once, says so to whoever comes again, and leaves the factor alone', async () => {
    const site = await createTestSite()
    const { key, visitor, cancelLink } = await approve(site)
    expect(await readLink(visitor, cancelLink)).toContain(
      'its waiting period ends on 26 November 2026 at 00:00 GMT',
    )
    const answers = await Promise.all([press(visitor, cancelLink), press(visitor, cancelLink)])
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    await press(visitor, cancelLink)
    expect(await readLink(visitor, cancelLink)).toContain('You called it off on 21 November 2026')
    const mails = (await listMails(site, anna)).filter(({ subject }) => subject.includes('called off'))
    expect(mails).toHaveLength(1)
    await moveClockTo(site, '2026-11-26T00:00:00Z')
    expect((await readNewestMail(site, anna)).subject).toBe('The account recovery was called off')
    await signIn(visitor)
    const inside = await visitor.post('/sign-in/code', { code: codeFor(site, key) })
    expect(inside.headers.get('location')).toBe('/')
  })

  it('does not complete it before the end, whatever was mailed, and says when it will', async () => {
    const site = await createTestSite()
    const { visitor, completeLink, key } = await waitFor(site)
    await moveClockTo(site, '2026-11-25T23:59:59Z')
    await press(visitor, completeLink)
    const page = await readLink(visitor, completeLink)
    expect(page).toContain(
      'The waiting period ends on 26 November 2026 at 00:00 GMT. Open this link again then.',
    )
    expect(page).not.toContain('<button type="submit" class="primary">')
    await signIn(visitor)
    expect((await visitor.post('/sign-in/code', { code: codeFor(site, key) })).headers.get('location')).toBe(
      '/',
    )
  })

  it('completes nothing after it was called off', async () => {
    const site = await createTestSite()
    const { visitor, completeLink, readyCancelLink, key } = await waitFor(site)
    await press(visitor, readyCancelLink)
    await press(visitor, completeLink)
    const page = await openLink(visitor, completeLink)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('You called it off on 26 November 2026')
    await signIn(visitor)
    expect((await visitor.post('/sign-in/code', { code: codeFor(site, key) })).headers.get('location')).toBe(
      '/',
    )
  })

  it('completes it once, ends every session, and shows the same to whoever presses again', async () => {
    const site = await createTestSite()
    const { completeLink } = await waitFor(site)
    await site.db.run(
      "INSERT INTO sessions (id, token_hash, user_id, created_at, last_seen_at) VALUES ('s', 't', 'anna', 1, 1)",
    )
    const visitor = site.visitor()
    const answers = await Promise.all([press(visitor, completeLink), press(visitor, completeLink)])
    expect(answers.map((answer) => answer.headers.get('location'))).toEqual(
      Array(2).fill(pageOf('/recovery/complete')),
    )
    expect(await readLink(visitor, completeLink)).toContain('The account recovery is complete')
    expect((await listTypes(site)).filter((type) => type.endsWith('completed'))).toHaveLength(1)
    expect(await site.db.all("SELECT id FROM sessions WHERE user_id = 'anna'")).toEqual([])
  })

  it.each(['cancel', 'complete', 'request'])('that was guessed leads nowhere: %s', async (page) => {
    const site = await createTestSite()
    await waitFor(site)
    const before = await listTypes(site)
    for (const token of ['', 'x', 'A'.repeat(43), '../', '%']) {
      const link = `/recovery/${page}?${new URLSearchParams({ token })}`
      expect((await openLink(site.visitor(), link)).status).toBe(410)
      const pressed = await press(site.visitor(), link, written)
      const shown = pressed.headers.get('location') ?? ''
      expect(shown.split('?')[0]).toBe(`/recovery/${page}`)
      expect(shown).not.toContain(token || 'token')
    }
    expect(await listTypes(site)).toEqual(before)
  })

  it('does only what it is for, on whichever page it is shown', async () => {
    const site = await createTestSite()
    const { visitor, completeLink, readyCancelLink } = await waitFor(site)
    const crossed = readyCancelLink.replace('/cancel', '/complete')
    expect((await visitor.get(crossed)).headers.get('location')).toEqual(pageOf('/recovery/cancel'))
    expect(await readLink(visitor, crossed)).toContain('Call the account recovery off?')
    const led = await visitor.get(completeLink.replace('/complete', '/request'))
    expect(led.headers.get('location')).toEqual(pageOf('/recovery/complete'))
    await press(visitor, crossed)
    await press(visitor, completeLink.replace('/complete', '/cancel'))
    expect((await listTypes(site)).at(-1)).toBe('account_recovery.approved')
  })
})

describe('a link of an account recovery that is at its end', () => {
  it('tells each of its links how it ended: turned down, a factor used, reset by an admin', async () => {
    const site = await createTestSite()
    const { cancelLink, link, reviewer, visitor } = await request(site, anna).then(async (asked) => ({
      ...asked,
      reviewer: await createReviewer(site),
    }))
    await reviewer.prove()
    const path = await findRequestPath(reviewer.visitor)
    await reviewer.visitor.post(path, { decision: 'reject', reason: 'Nobody knows her' })
    const swedish = { 'accept-language': 'sv' }
    for (const one of [cancelLink, link]) {
      const page = await readLink(visitor, one)
      expect(page).toContain('It was turned down on 21 November 2026')
      expect(page).toContain('href="/recovery"')
      expect(await (await openLink(visitor, one, swedish)).text()).toContain('Den fick avslag')
    }
    const second = await askForLink(site, visitor, anna)
    await press(visitor, second, written)
    const { cancelToken } = { cancelToken: (await readNewestMail(site, anna)).to('/recovery/cancel') }
    await reviewer.prove()
    const act = { actorId: 'olivia', userId: 'anna', reason: 'Came to the desk' }
    expect(
      await site.twoFactor.admin.reset({
        ...act,
        stepUp: reviewer.visitor.cookies.get('__Host-fresh-factor'),
      }),
    ).toEqual({ status: 'ok' })
    for (const one of [cancelToken, second])
      expect(await readLink(visitor, one)).toContain('An admin reset your two-factor authentication on')
  })
})

describe('the holder of the account, in a session', () => {
  it('sees on every page that a recovery is under way, and stops it by one button', async () => {
    const site = await createTestSite()
    const holder = site.visitor()
    const { key } = await turnOn(site, holder)
    const thief = site.visitor()
    const link = await askForLink(site, thief, anna)
    expect(await holder.text('/')).not.toContain('somebody asked for account recovery')
    await press(thief, link, written)
    for (const page of ['/', '/notes', '/settings', '/recovery/stop'])
      expect(await holder.text(page)).toMatch(
        /action="\/recovery\/stop".*On 21 November 2026 at 10:00 GMT somebody asked/s,
      )
    expect(await thief.text('/recovery')).not.toContain('under-way')
    const [first, second] = [await holder.post('/recovery/stop', {}), await holder.post('/recovery/stop', {})]
    expect([first.status, second.status]).toEqual([303, 303])
    expect(await holder.text('/recovery/stop?notice=stopped')).toContain('The account recovery was stopped')
    expect(await holder.text('/')).not.toContain('under-way')
    expect((await readNewestMail(site, anna)).body).toContain('by somebody who is signed in to your account')
    site.clock.advance(60_000)
    await signIn(holder)
    expect((await holder.post('/sign-in/code', { code: codeFor(site, key) })).headers.get('location')).toBe(
      '/',
    )
  })

  it('goes on seeing it after the approval, and no longer once it has lapsed', async () => {
    const site = await createTestSite()
    await approve(site)
    const holder = site.visitor()
    const see = async () => {
      const now = site.clock.now()
      holder.cookies.set('__Host-session', await openSession(site.db, { userId: 'anna', now, factorAt: now }))
      return (await holder.text('/')).includes('under-way')
    }
    expect(await see()).toBe(true)
    await moveClockTo(site, '2026-12-25T00:00:00Z')
    expect(await see()).toBe(true)
    await moveClockTo(site, '2026-12-28T12:00:00Z')
    expect(await see()).toBe(false)
  })

  it('stops a request by signing in with a code, too', async () => {
    const site = await createTestSite()
    const { key, visitor } = await request(site, anna)
    site.clock.advance(60_000)
    await signIn(visitor)
    await visitor.post('/sign-in/code', { code: codeFor(site, key) })
    await site.twoFactor.settle()
    expect((await listTypes(site)).at(-1)).toBe('account_recovery.cancelled')
    expect(await visitor.text('/')).not.toContain('under-way')
  })
})
