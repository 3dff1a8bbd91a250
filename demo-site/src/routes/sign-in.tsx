/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { Hono } from 'hono'
import { beginLogin } from '../auth/begin-login.ts'
import { completeSignIn, dropSession } from '../auth/complete-sign-in.ts'
import {
  clearChallengeToken,
  clearEntryProgress,
  readTrustedComputer,
  setChallengeToken,
  setEntryProgress,
  setTrustedComputer,
} from '../auth/cookies.ts'
import { findOwnWays } from '../auth/own-ways.ts'
import { provePassword } from '../auth/prove-password.ts'
import { secondStepPath } from '../auth/second-step-path.ts'
import { takeUnsentForm } from '../auth/unsent-form.ts'
import { findPasswordHash, findPerson } from '../data/people.ts'
import { readForm } from '../http/form.ts'
import { formatFor } from '../http/format.ts'
import { localPath, withQuery } from '../http/local-path.ts'
import { type Page, stayAt } from '../http/page.ts'
import { render, setRetryAfter } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { SignInPage } from '../views/sign-in-page.tsx'

/** The first step: the password. What comes after it is Countersign's to say. */
export function signInRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get('/sign-in', async (c) => {
      const next = localPath(c.req.query('next'))
      if (c.var.session) return c.redirect(next, 303)
      const notice = signInNotice(c.var.page, c.req.query('notice'), next)
      const withFactor = c.req.query('factor') === 'own'
      const typed = takeUnsentForm(c, site, 'address')
      return render(c, <SignInPage page={c.var.page} {...{ next, notice, withFactor, ...typed }} />)
    })
    .post('/sign-in', async (c) => {
      const form = await readForm(c, 'address', 'password', 'next', 'factor')
      const next = localPath(form.next)
      // Of no use to whoever sends it unasked: it asks for more, never for less.
      const withFactor = form.factor === 'own'
      stayAt(c, withQuery('/sign-in', { next, factor: withFactor ? 'own' : null }))
      const asked = { page: c.var.page, next, withFactor }
      const typed = { ...asked, address: form.address }
      if (form.address.trim() === '') return render(c, <SignInPage {...asked} noAddress />, 422)
      const proven = await provePassword(c, site, form)
      // 422, not 401: that one would have to name an HTTP authentication scheme.
      const isWrong = () => render(c, <SignInPage {...typed} wrong />, 422)
      if (proven.status === 'wrong') return isWrong()
      if (proven.status === 'limited') {
        const { text, format, now } = c.var.page
        setRetryAfter(c, proven.until, now)
        const refused = text.signIn.tooMany(format.when(proven.until, now))
        return render(c, <SignInPage {...typed} refused={refused} />, 429)
      }

      // The password is right; may this sign-in proceed?
      await dropSession(c, site)
      const begun = await beginLogin(c, site, proven, { device: readTrustedComputer(c), withFactor })
      switch (begun.status) {
        case 'complete': {
          // A trusted computer stands for the factor that was shown on it, and gets a new token each time.
          const factor = begun.reason === 'trusted_device'
          if (factor) setTrustedComputer(c, begun.device, c.var.page.now)
          const token = await completeSignIn(c, site, { ...proven, factor })
          if (token !== null) return c.redirect(next, 303)
          // The password has been changed meanwhile, or it has not, and all sessions have been ended.
          const isRight = (await findPasswordHash(site.db, proven.userId)) === proven.passwordHash
          return isRight ? c.redirect(withQuery('/sign-in', { notice: 'ended', next }), 303) : isWrong()
        }
        case 'wrong':
          return isWrong()
        case 'challenge':
          // Not a session: this cookie opens the pages of the second step and nothing else.
          setChallengeToken(c, begun.token)
          clearEntryProgress(c)
          return c.redirect(secondStepPath(begun.methods, next), 303)
        case 'enroll':
          // Nor is this one: it opens the way to a new factor.
          setEntryProgress(c, { token: begun.token, enrollmentId: '' })
          clearChallengeToken(c)
          return c.redirect(
            withQuery(`/sign-in/${begun.proof === 'mailed' ? 'mailed-code' : 'set-up'}`, { next }),
            303,
          )
        case 'locked':
        case 'too_many_mails': {
          const { text, locale, now } = c.var.page
          const { userId } = proven
          const format = formatFor(locale, await findPerson(site.db, userId))
          setRetryAfter(c, begun.until, now)
          const { factorLocked, tooManyMails } = text.signIn
          const until = format.when(begun.until, now)
          if (begun.status === 'locked')
            return render(c, <SignInPage {...typed} refused={factorLocked(until)} />, 429)
          // Who was let in without a factor may have one that works.
          const { heldUntil, left } = await findOwnWays(site, { userId, because: begun.because })
          const held = heldUntil === null ? '' : ` ${text.ownWays.held(format.when(heldUntil, now))}`
          return render(c, <SignInPage {...typed} refused={tooManyMails(until) + held} own={left} />, 429)
        }
        case 'password_change_required': {
          const refused = c.var.page.text.signIn.passwordChangeRequired
          return render(c, <SignInPage {...typed} refused={refused} toNewPassword />, 403)
        }
      }
    })
}

function signInNotice({ text }: Page, notice: string | undefined, next: string): string | null {
  const { signedOut, cancelled, ended, exhausted, accepted } = text.signIn
  const { passwordChangeRequired, passwordChanged, needed } = text.signIn
  switch (notice) {
    case 'signed-out':
      return signedOut
    case 'cancelled':
      return cancelled
    case 'ended':
      return ended
    case 'exhausted':
      return exhausted
    case 'accepted':
      return accepted
    case 'password-change-required':
      return passwordChangeRequired
    case 'account-made':
      return text.invitation.accountMade
    case 'link-used':
      return text.signIn.linkUsed
    case 'password-changed':
      return passwordChanged
    default:
      return next === '/' ? null : needed
  }
}
