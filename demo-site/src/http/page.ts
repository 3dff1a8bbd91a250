import type { Context, MiddlewareHandler } from 'hono'
import { accepts } from 'hono/accepts'
import { getCookie, setCookie } from 'hono/cookie'
import { hasMailbox } from '../config.ts'
import type { Membership, Person } from '../data/people.ts'
import { type Catalogue, fallbackLocale, isLocale, type Locale, locales, textIn } from '../text/catalogue.ts'
import { nameOwner } from './form-owner.ts'
import { createFormat, type Format, formatFor } from './format.ts'
import type { Site, SiteEnv } from './site.ts'

/** What every view gets, whatever it shows. */
export interface Page {
  /** With the region, where there is one. */
  siteName: string
  /** The address of the site without `http://`, where there is one for each region; else null. */
  regionHost: string | null
  text: Catalogue
  locale: Locale
  format: Format
  /** Milliseconds since 1970, by the site's clock. */
  now: number
  /** Path and query, for the language switch to come back to; see `stayAt` for the answer to a form. */
  path: string
  person: Person | null
  /** What every form of this page says whose it is by; null where nobody is signed in. */
  formOwner: string | null
  /** The person's place in the clinic that is shown: the one chosen in this session, else the first. */
  clinic: Membership | null
  /** True where the demo shows the mail that it would have sent. */
  mailbox: boolean
  /** Since when an account recovery of this person has been under way (ms); null when none is. */
  recoveryAskedAt: number | null
  /** How many requests for account recovery wait for the person's decision; null for who decides on none at all. */
  openReviews: number | null
  /** True where the form holds what was typed into it before a proof that came in between. */
  isUnsent: boolean
  /** On the answer to a form: what was typed into it, sealed, for the same page in another language; else null. */
  typed: string | null
}

const languageCookie = 'language'
const languageOptions = { prefix: 'host', path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const

/** Sets up the page of a visitor whom nobody knows yet. `loadSession` fills in the person. */
export function preparePage(site: Site): MiddlewareHandler<SiteEnv> {
  return async (c, next) => {
    const url = new URL(c.req.url)
    c.set('session', null)
    c.set('owesFactor', null)
    c.set('governed', null)
    const { config } = site
    const language = inLanguageOf(c, null)
    c.set('page', {
      ...language,
      format: formatFor(language.locale, null, config.timeZone),
      siteName: config.issuer,
      regionHost: config.region === null ? null : new URL(config.baseUrl).host,
      now: site.clock.now(),
      path: url.pathname + url.search,
      person: null,
      formOwner: null,
      clinic: null,
      mailbox: hasMailbox(config),
      recoveryAskedAt: null,
      openReviews: null,
      isUnsent: false,
      typed: null,
    })
    c.header('Vary', 'Accept-Language, Cookie')
    await next()
  }
}

export function setPerson(
  c: Context<SiteEnv>,
  site: Site,
  person: Person,
  clinicId: string | null = null,
): void {
  const [first = null] = person.memberships
  const clinic = person.memberships.find((membership) => membership.clinicId === clinicId) ?? first
  const formOwner = nameOwner(person.id, site.keys.formOwner)
  c.set('page', { ...c.var.page, ...inLanguageOf(c, person), person, formOwner })
  showClinic(c, clinic)
}

/** Shows one of the person's clinics, and times by its clock. */
export function showClinic(c: Context<SiteEnv>, clinic: Membership | null): void {
  const { page } = c.var
  const format = clinic ? createFormat(page.locale, clinic.timeZone) : page.format
  c.set('page', { ...page, clinic, format })
}

/** Names the address that shows this page again, where it is the answer to a form: the language switch leads there. */
export function stayAt(c: Context<SiteEnv>, path: string): void {
  if (c.req.method === 'POST') c.set('page', { ...c.var.page, path })
}

export function rememberLanguage(c: Context<SiteEnv>, locale: Locale): void {
  setCookie(c, languageCookie, locale, { ...languageOptions, maxAge: 365 * 86_400 })
}

/** The person's choice, else this browser's choice on the site, else the browser's own language. */
function inLanguageOf(c: Context, person: Person | null): Pick<Page, 'locale' | 'text' | 'format'> {
  const locale = person?.locale ?? findLocale(c) ?? fallbackLocale
  return { locale, text: textIn(locale), format: formatFor(locale, person) }
}

/** The language that this browser or program asks for, or null: a program may name none. */
export function findLocale(c: Context): Locale | null {
  const chosen = getCookie(c, languageCookie, 'host')
  if (isLocale(chosen)) return chosen
  const accepted = accepts(c, {
    header: 'Accept-Language',
    supports: locales,
    default: '',
    // `sv-FI` is Swedish too.
    match: (languages) =>
      languages
        .filter(({ q }) => q > 0)
        .sort((a, b) => b.q - a.q)
        .map(({ type }) => type.split('-')[0]?.toLowerCase())
        .find(isLocale) ?? '',
  })
  return isLocale(accepted) ? accepted : null
}
