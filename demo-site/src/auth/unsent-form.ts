import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { openText, sealText } from '../data/sealed-text.ts'
import { ownerField } from '../http/form-owner.ts'
import { policyFields } from '../http/policy-form.ts'
import type { Site, SiteEnv } from '../http/site.ts'

/** What people type or choose by hand, and `edition`, which names what they saw when they did. Never a password or a code: those are shown by whoever is there now. */
const typedFields = [
  ...policyFields,
  ...(['address', 'name', 'role', 'reason', 'setting', 'edition', 'number'] as const),
] as const

type TypedField = (typeof typedFields)[number]

const cookie = 'unsent-form'
const options = { prefix: 'host', path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const
const keptSeconds = 3600

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
  const owner = given.get(ownerField)
  const typed = typedFields.flatMap((name) => {
    const value = given.get(name)
    return value ? [[name, value]] : []
  })
  if (!owner || typed.length === 0) return false
  const until = c.var.page.now + keptSeconds * 1000
  const text = JSON.stringify({ until, typed: Object.fromEntries(typed) })
  const sealed = sealText(text, site.keys.unsentForm, [owner, addressOf(c)])
  if (sealed.length > maxLength) return false
  setCookie(c, cookie, sealed, { ...options, maxAge: keptSeconds })
  return true
}

/**
 * What the person who is there had typed into the form of this address, once, or null. From then on the page says that it
 * was not sent.
 */
export function takeUnsentForm<Field extends TypedField>(
  c: Context<SiteEnv>,
  site: Site,
  ...fields: readonly Field[]
): Record<Field, string> | null {
  const sealed = getCookie(c, cookie, 'host')
  const { page } = c.var
  if (!sealed || page.formOwner === null) return null
  const text = openText(sealed, site.keys.unsentForm, [page.formOwner, addressOf(c)])
  if (text === null) return null
  deleteCookie(c, cookie, options)
  const { until, typed }: { until: number; typed: Partial<Record<TypedField, string>> } = JSON.parse(text)
  if (until <= page.now) return null
  c.set('page', { ...page, isUnsent: true })
  return Object.fromEntries(fields.map((field) => [field, typed[field] ?? ''])) as Record<Field, string>
}

/** Whether the answer sends the person to prove something first and then here again. */
function leadsBack(c: Context): boolean {
  const base = 'http://site.invalid'
  const next = URL.parse(c.res.headers.get('location') ?? '', base)?.searchParams.get('next')
  return next ? URL.parse(next, base)?.pathname === addressOf(c) : false
}

function addressOf(c: Context): string {
  return new URL(c.req.url).pathname
}
