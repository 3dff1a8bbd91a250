import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { openText, sealText } from '../data/sealed-text.ts'
import { ownerField } from '../http/form-owner.ts'
import { policyFields } from '../http/policy-form.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { nameToken } from './cookies.ts'

/** What people type or choose by hand, and `edition`, which names what they saw when they did. Never a password or a code: those are shown by whoever is there now. */
const typedFields = [
  ...policyFields,
  ...(['address', 'name', 'role', 'reason', 'setting', 'edition', 'number'] as const),
  ...(['cardDigits', 'cardName', 'studentNumber'] as const),
] as const

type TypedField = (typeof typedFields)[number]

interface Kept {
  until: number
  typed: Partial<Record<TypedField, string>>
}

const unsent = 'unsent-form'

/** Of its own: while a form waits for a proof, the pages of that proof can be switched to another language too. */
const switched = 'switched-form'

const options = { prefix: 'host', path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const
const keptSeconds = 3600

/** Nobody's session says who is there: long enough to get to the next page, and over when somebody else is. */
const keptUnsignedSeconds = 60

/** Browsers drop a cookie of over 4096 bytes without a word. */
const maxLength = 3800

/**
 * Keeps what was typed into a form when a proof comes between the form and its sending: a code that is asked for again, or
 * a sign-in because the session has ended.
 */
export function keepUnsentForms(site: Site): MiddlewareHandler<SiteEnv> {
  return async (c, next) => {
    await next()
    if (c.req.method === 'POST' && leadsBack(c)) await keepUnsentForm(c, site)
  }
}

/**
 * The browser has it, sealed for this address and for whose form it was, for an hour. False when nothing was typed that
 * could be kept, or too much.
 */
export async function keepUnsentForm(c: Context<SiteEnv>, site: Site): Promise<boolean> {
  const given = new URLSearchParams(await c.req.text())
  if (!given.get(ownerField)) return false
  const sealed = sealTyped(c, site, given)
  if (sealed === null) return false
  setCookie(c, unsent, sealed, { ...options, maxAge: keptSeconds })
  return true
}

/**
 * Gives the answer to a form what was typed into it, sealed in the same way: its language switch takes that along, and the
 * page in the other language shows it too.
 */
export function carryTypedForms(site: Site): MiddlewareHandler<SiteEnv> {
  return async (c, next) => {
    if (c.req.method === 'POST') {
      const given = new URLSearchParams(await c.req.text())
      c.set('page', { ...c.var.page, typed: sealTyped(c, site, given) })
    }
    return next()
  }
}

/** Keeps what a page had from `carryTypedForms` for the page at `path`, if it is from there and of whoever is here. */
export function keepTypedForm(c: Context<SiteEnv>, site: Site, sealed: string, path: string): void {
  const owner = c.var.page.formOwner ?? ''
  if (openText(sealed, site.keys.unsentForm, placeAt(owner, new URL(path, base))) === null) return
  const maxAge = owner === '' ? keptUnsignedSeconds : keptSeconds
  setCookie(c, switched, sealed, { ...options, maxAge })
}

function sealTyped(c: Context<SiteEnv>, site: Site, given: URLSearchParams): string | null {
  const typed = typedFields.flatMap((name) => {
    const value = given.get(name)
    return value && !isWholeCard(name, value) ? [[name, value]] : []
  })
  if (typed.length === 0) return null
  const until = c.var.page.now + keptSeconds * 1000
  const text = JSON.stringify({ until, typed: Object.fromEntries(typed) })
  const token = given.get('token')
  const place = [given.get(ownerField) ?? '', addressOf(c), token ? nameToken(token) : '']
  const sealed = sealText(text, site.keys.unsentForm, place)
  return sealed.length > maxLength ? null : sealed
}

/** Who types the whole number of a card into the field for its end does not get it back, not even sealed. */
const isWholeCard = (name: TypedField, value: string) => name === 'cardDigits' && value.trim().length > 4

/**
 * What the person who is there had typed into the form of this address, once, or null. From then on the page says that it
 * was not sent, unless it has come from the same page in another language.
 */
export function takeUnsentForm<Field extends TypedField>(
  c: Context<SiteEnv>,
  site: Site,
  ...fields: readonly Field[]
): Record<Field, string> | null {
  const { page } = c.var
  const place = placeAt(page.formOwner ?? '', new URL(c.req.url))
  // A form that was judged is newer than one of the same page that still waits to be.
  const [newest] = [switched, unsent].flatMap((cookie) => {
    const text = openText(getCookie(c, cookie, 'host') ?? '', site.keys.unsentForm, place)
    if (text === null) return []
    deleteCookie(c, cookie, options)
    const { until, typed }: Kept = JSON.parse(text)
    return until > page.now ? [{ cookie, typed }] : []
  })
  if (newest === undefined) return null
  const { cookie, typed } = newest
  if (cookie === unsent) c.set('page', { ...page, isUnsent: true })
  return Object.fromEntries(fields.map((field) => [field, typed[field] ?? ''])) as Record<Field, string>
}

const base = 'http://site.invalid'

/** Whether the answer sends the person to prove something first and then here again. */
function leadsBack(c: Context): boolean {
  const next = URL.parse(c.res.headers.get('location') ?? '', base)?.searchParams.get('next')
  return next ? URL.parse(next, base)?.pathname === addressOf(c) : false
}

function addressOf(c: Context): string {
  return new URL(c.req.url).pathname
}

/** Whose form, of which page, and of which mailed link (`nameToken`) where its page is that of one. */
function placeAt(owner: string, { pathname, searchParams }: URL): readonly string[] {
  return [owner, pathname, searchParams.get('link') ?? '']
}
