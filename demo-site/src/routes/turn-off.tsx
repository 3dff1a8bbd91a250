/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { PolicyEvaluation } from 'countersign'
import { type Context, Hono } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import { clearFreshFactor, clearTrustedComputer, setSessionToken } from '../auth/cookies.ts'
import { askForFactor, hasFreshFactor, readFreshFactor } from '../auth/fresh-factor.ts'
import { provePassword } from '../auth/prove-password.ts'
import { signedIn } from '../auth/signed-in.ts'
import { findPasswordHash, type Person } from '../data/people.ts'
import { renewSession } from '../data/sessions.ts'
import { readForm } from '../http/form.ts'
import type { Page } from '../http/page.ts'
import { render, setRetryAfter } from '../http/render.ts'
import { twoFactorSettings } from '../http/settings-path.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { nameEarliest, nameRequiring } from '../views/requirement.ts'
import { TurnOffPage } from '../views/turn-off-page.tsx'

const path = `${twoFactorSettings}/turn-off`

/** The end of two-factor authentication takes what signing in takes: a fresh factor and the password. */
export function turnOffRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get(path, async (c) => {
      if (!(await isOn(c, site))) return c.redirect(twoFactorSettings, 303)
      if (!(await hasFreshFactor(c, site))) return askForFactor(c, path)
      return renderTurnOff(c, site, {})
    })
    .post(path, (c) => turnOff(c, site))
}

async function turnOff(c: Context<SiteEnv>, site: Site): Promise<Response> {
  const { password } = await readForm(c, 'password')
  const { person, session } = signedIn(c)
  const { id: userId, address } = person
  const isOff = () => c.redirect(`${twoFactorSettings}?notice=off`, 303)
  // Sent twice: it is off already, or has been turned off by the other since it was asked, and no factor is fresh any more.
  const ask = async () => ((await isOn(c, site)) ? askForFactor(c, path) : isOff())
  if (!(await isOn(c, site))) return isOff()
  if (!(await hasFreshFactor(c, site))) return ask()
  const { text, format, now } = c.var.page
  const proven = await provePassword(c, site, { address, password })
  if (proven.status === 'wrong') return renderTurnOff(c, site, { error: text.security.offWrong })
  if (proven.status === 'limited') {
    setRetryAfter(c, proven.until, now)
    return renderTurnOff(c, site, { refused: text.security.offTooMany(format.when(proven.until, now)) })
  }
  // Changed while it was being compared, which has ended this session too.
  if ((await findPasswordHash(site.db, userId)) !== proven.passwordHash) return c.redirect('/sign-in', 303)
  // Else a session that owes a factor from here on would be asked at once for the password that it has just shown.
  const token = await renewSession(site.db, session, { what: 'password' }, now)
  if (token !== null) setSessionToken(c, token)
  const { status } = await site.twoFactor.factors.disable({
    ...{ userId, stepUp: readFreshFactor(c) },
    ip: clientAddress(c, site.config.trustedProxies),
  })
  if (status === 'step_up_required') return ask()
  clearFreshFactor(c)
  clearTrustedComputer(c)
  return isOff()
}

async function isOn(c: Context<SiteEnv>, site: Site): Promise<boolean> {
  return (await site.twoFactor.factors.list({ userId: signedIn(c).person.id })).length > 0
}

async function renderTurnOff(
  c: Context<SiteEnv>,
  site: Site,
  { error, refused }: { error?: string; refused?: string },
): Promise<Response> {
  const { person } = signedIn(c)
  const { page } = c.var
  const policy = await site.twoFactor.policy.evaluate({ userId: person.id })
  return render(
    c,
    <TurnOffPage
      page={page}
      required={policy.status === 'required' ? warnRequired(page, person, policy) : null}
      error={error ?? null}
      refused={refused ?? null}
    />,
    error ? 422 : refused ? 429 : 200,
  )
}

/** Who requires what is about to be turned off, and from when: grace begins with a sign-in without a factor. */
function warnRequired(page: Page, person: Person, policy: PolicyEvaluation): string {
  const { text, format, now } = page
  const { offRequired, offRequiredFrom, offRequiredAfter } = text.security
  const { deadline, daysFromSignIn, isDue, because } = policy
  const who = nameRequiring(page, person, because)
  if (deadline === null || isDue) return offRequired(who)
  if (daysFromSignIn === null) return offRequiredFrom(who, format.date(deadline))
  return offRequiredAfter(who, daysFromSignIn, nameEarliest(policy, now, format.date))
}
