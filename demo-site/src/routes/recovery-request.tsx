/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import { takeUnsentForm } from '../auth/unsent-form.ts'
import { findPerson } from '../data/people.ts'
import { findDecider } from '../data/support.ts'
import { readForm } from '../http/form.ts'
import { formatFor } from '../http/format.ts'
import { render } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import type { Catalogue } from '../text/catalogue.ts'
import { LinkPage } from '../views/link-page.tsx'
import { type Details, detailLengths, RecoveryRequestPage } from '../views/recovery-request-page.tsx'
import {
  findLinkToken,
  isTokenInAddress,
  recoveryPaths,
  renderDeadLink,
  renderEndedLink,
  showLinkAt,
  stayAtLink,
} from './mailed-link.tsx'

const path = recoveryPaths.request

/** Behind the first mailed link: what the reviewer will compare, then what happens next. */
export function recoveryRequestRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get(path, (c) => {
      const empty = { cardDigits: '', cardName: '', studentNumber: '' }
      const typed = takeUnsentForm(c, site, 'cardDigits', 'cardName', 'studentNumber')
      return showForm(c, site, { token: findLinkToken(c), details: typed ?? empty })
    })
    .post(path, async (c) => {
      const { token, ...details } = await readForm(c, 'token', 'cardDigits', 'cardName', 'studentNumber')
      return makeRequest(c, site, { token, details })
    })
}

interface Filled {
  token: string
  details: Details
  errors?: Partial<Details>
}

async function makeRequest(c: Context<SiteEnv>, site: Site, { token, details }: Filled): Promise<Response> {
  const back = () => showLinkAt(c, path, token)
  const { accountRecovery } = site.twoFactor
  const link = await accountRecovery.describe({ token })
  if (link.status !== 'open' || link.leads !== 'request') return back()
  stayAtLink(c, path, token)
  if ((await findDecider(site.db, link.userId)) === null) return showNobody(c)
  const errors = findErrors(c.var.page.text, details)
  if (Object.keys(errors).length > 0) return showForm(c, site, { token, details, errors }, 422)
  const ip = clientAddress(c, site.config.trustedProxies)
  const made = await accountRecovery.request({ token, details, ip })
  const words = c.var.page.text.recoveryLink
  switch (made.status) {
    case 'already_open': {
      const isLinkOpen = (await accountRecovery.describe({ token })).status === 'open'
      // Else it was used up since it was looked at above, by the same form: the page says what for.
      return isLinkOpen ? refuse(c, words.openTitle, [words.open]) : back()
    }
    case 'not_enrolled':
      return refuse(c, words.needlessTitle, [words.needless])
    case 'too_many': {
      const format = formatFor(c.var.page.locale, await findPerson(site.db, link.userId))
      return refuse(c, words.oftenTitle, [words.often(format.when(made.until, c.var.page.now))])
    }
    case 'ok':
    case 'expired':
    // Nothing to go by is found above.
    case 'details_required':
      return back()
  }
}

/** What is wrong with what was written down, a sentence a field; empty when nothing is. */
function findErrors({ recoveryRequest: text }: Catalogue, details: Details): Partial<Details> {
  const given = Object.values(details).some((detail) => detail.trim() !== '')
  if (!given) return { cardDigits: text.nothing }
  const errors: Partial<Details> = {}
  if (!/^(\d{4})?$/.test(details.cardDigits.trim())) errors.cardDigits = text.notFour
  for (const name of ['cardName', 'studentNumber'] as const) {
    const longest = detailLengths[name]
    if (details[name].length > longest) errors[name] = text.tooLong(longest)
  }
  return errors
}

const isShort = (cardDigits: string) => cardDigits.trim().length <= detailLengths.cardDigits

async function showForm(
  c: Context<SiteEnv>,
  site: Site,
  { token, details, errors = {} }: Filled,
  status: 200 | 422 = 200,
): Promise<Response> {
  const { page } = c.var
  const link = await site.twoFactor.accountRecovery.describe({ token })
  if (link.status === 'ended' && !isTokenInAddress(c)) return renderEndedLink(c, site, link)
  if (link.status === 'ended') return showLinkAt(c, path, token)
  const person = link.status === 'open' ? await findPerson(site.db, link.userId) : null
  if (link.status !== 'open' || !person) return renderDeadLink(c, token)
  if (link.leads !== 'request' || isTokenInAddress(c)) return showLinkAt(c, recoveryPaths[link.leads], token)
  const decider = await findDecider(site.db, person.id)
  if (decider === null) return showNobody(c)
  return render(
    c,
    <RecoveryRequestPage
      page={page}
      token={token}
      address={person.address}
      until={formatFor(page.locale, person).until(link.expiresAt, page.now)}
      // Whoever typed the whole number of a card does not get it back into the page.
      details={{ ...details, cardDigits: isShort(details.cardDigits) ? details.cardDigits : '' }}
      errors={errors}
      decider={decider}
    />,
    status,
  )
}

/** Nobody would ever decide on it, so it is not asked for. The link stays good for when somebody is there. */
function showNobody(c: Context<SiteEnv>): Promise<Response> {
  const { text, siteName } = c.var.page
  const { nobodyTitle, nobody, nobodyNext } = text.support
  return refuse(c, nobodyTitle, [nobody(siteName), nobodyNext(siteName)])
}

function refuse(c: Context<SiteEnv>, title: string, sentences: string[]): Promise<Response> {
  const links = [{ href: '/sign-in', label: c.var.page.text.recoveryLink.toSignIn }]
  return render(c, <LinkPage page={c.var.page} title={title} sentences={sentences} links={links} />, 409)
}
