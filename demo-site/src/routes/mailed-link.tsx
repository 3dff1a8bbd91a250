/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { RecoveryLink } from 'countersign'
import type { Context } from 'hono'
import { nameToken, readMailedLink, setMailedLink } from '../auth/cookies.ts'
import { isLinkText } from '../auth/link-ticket.ts'
import { findPerson } from '../data/people.ts'
import { findDecider } from '../data/support.ts'
import { formatFor } from '../http/format.ts'
import { withQuery } from '../http/local-path.ts'
import { stayAt } from '../http/page.ts'
import { render } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { LinkPage } from '../views/link-page.tsx'
import { RecoveryAskedPage } from '../views/recovery-asked-page.tsx'
import { earliestEnd } from './earliest-end.ts'
import { renderForgottenLink } from './forgotten-link.tsx'

/** Where the links in the mails about an account recovery lead. */
export const recoveryPaths = {
  request: '/recovery/request',
  cancel: '/recovery/cancel',
  complete: '/recovery/complete',
} as const

/** What the page is about: the link that was opened, or the one that its address names and this browser has. */
export function findLinkToken(c: Context<SiteEnv>): string {
  return c.req.query('token') ?? readMailedLink(c, c.req.query('link') ?? '')
}

/** Whether the token still stands in the address bar, and so in the history and in whatever the next page passes on. */
export function isTokenInAddress(c: Context<SiteEnv>): boolean {
  return c.req.method === 'GET' && c.req.query('token') !== undefined
}

/** To the page of a mailed link. Its token is in a cookie, and the address only names it: each tab has its own. */
export function showLinkAt(c: Context<SiteEnv>, path: string, token: string): Response {
  return c.redirect(keepLink(c, path, token), 303)
}

/** Has the language switch of an answer to a form lead to the page of the form's own link, however long ago that was opened. */
export function stayAtLink(c: Context<SiteEnv>, path: string, token: string): void {
  stayAt(c, keepLink(c, path, token))
}

/** The address of a link's page, whose token is in a cookie from now on. What can't be a token is in none. */
function keepLink(c: Context<SiteEnv>, path: string, token: string): string {
  if (!isLinkText(token)) return path
  setMailedLink(c, token)
  return withQuery(path, { link: nameToken(token) })
}

/** A link that leads nowhere now, whatever it led to once, and the way to a new one. */
export function renderDeadLink(c: Context<SiteEnv>, token: string): Promise<Response> {
  if (token === '') return renderForgottenLink(c)
  const { page } = c.var
  const text = page.text.recoveryLink
  const links = [
    { href: '/recovery', label: text.askAgain, button: true },
    { href: '/sign-in', label: text.toSignIn },
  ]
  const sentences = [text.dead, text.deadNext]
  return render(c, <LinkPage page={page} title={text.deadTitle} sentences={sentences} links={links} />, 410)
}

type EndedLink = Extract<RecoveryLink, { status: 'ended' }>

/** A link of an account recovery that is at its end, or was asked for: what came of it, as often as somebody asks. */
export async function renderEndedLink(c: Context<SiteEnv>, site: Site, ended: EndedLink): Promise<Response> {
  const { page } = c.var
  const person = await findPerson(site.db, ended.userId)
  const format = formatFor(page.locale, person)
  const when = format.moment(ended.at)
  if (ended.outcome === 'requested') {
    const earliest = format.day(earliestEnd(ended.at, person?.memberships[0]?.timeZone ?? 'UTC'))
    const decider = await findDecider(site.db, ended.userId)
    return render(c, <RecoveryAskedPage page={page} when={when} earliest={earliest} decider={decider} />)
  }
  const { recoveryLink: text, signIn } = page.text
  const toSignIn = { href: '/sign-in', label: text.toSignIn }
  const signInNow = { ...toSignIn, button: true }
  const askAgain = { href: '/recovery', label: text.askAgain }
  const calledOff = {
    title: text.cancelledTitle,
    sentences: [text.cancelled(when), text.cancelledNext],
    links: [toSignIn, askAgain],
  }
  const ways = {
    link: calledOff,
    holder: calledOff,
    factor: { title: text.usedTitle, sentences: [text.used(when)], links: [toSignIn, askAgain] },
    reset: { title: text.needlessTitle, sentences: [text.resetInstead(when)], links: [signInNow] },
  }
  const { title, sentences, links } = {
    completed: {
      title: text.completedTitle,
      sentences: [text.completed(when)],
      links: [signInNow, { href: '/forgotten-password', label: signIn.forgotten }],
    },
    rejected: {
      title: text.rejectedTitle,
      sentences: [text.rejected(when)],
      links: [toSignIn, askAgain],
    },
    expired: {
      title: text.expiredTitle,
      sentences: [text.expired(when)],
      links: [{ ...askAgain, button: true }, toSignIn],
    },
    cancelled: ways[ended.by ?? 'link'],
  }[ended.outcome]
  const status = ended.outcome === 'expired' ? 410 : 200
  return render(c, <LinkPage page={page} title={title} sentences={sentences} links={links} />, status)
}
