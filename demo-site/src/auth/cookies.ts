import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { deleteCookie, getCookie, getSignedCookie, setCookie, setSignedCookie } from 'hono/cookie'
import { resetLinkMs } from '../data/password-resets.ts'
import { sessionAbsoluteMs } from '../data/sessions.ts'

/**
 * `__Host-`: Secure, Path=/ and no Domain, so that no other host and no plain-http page can plant one. Chromium and
 * Firefox keep such cookies on http://localhost too, which they count as secure.
 */
const host = { prefix: 'host', path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const

const session = 'session'
const waiting = 'waiting-sign-in'
const entry = 'waiting-set-up'
const known = 'known-browser'
const stepUp = 'step-up'
const fresh = 'fresh-factor'
const reset = 'new-password'
const invitation = 'invitation'
const mailed = 'mailed-link'
const trusted = 'trusted-computer'
const sms = 'sent-sms'

export function readSessionToken(c: Context): string | null {
  return getCookie(c, session, 'host') ?? null
}

export function setSessionToken(c: Context, token: string): void {
  setCookie(c, session, token, { ...host, maxAge: sessionAbsoluteMs / 1000 })
}

export function clearSessionToken(c: Context): void {
  deleteCookie(c, session, host)
}

/** The SDK's challenge token of a sign-in that has passed the password and nothing else. Not a session. */
export function readChallengeToken(c: Context): string | null {
  return getCookie(c, waiting, 'host') ?? null
}

/** Kept a little longer than the challenge itself lives, so that who comes too late is told so. */
const waitingCookieSeconds = 900

export function setChallengeToken(c: Context, token: string): void {
  setCookie(c, waiting, token, { ...host, maxAge: waitingCookieSeconds })
}

export function clearChallengeToken(c: Context): void {
  deleteCookie(c, waiting, host)
}

/** A sign-in that leads to a new factor. It opens the pages of that set-up and nothing else. */
export interface EntryProgress {
  /** The SDK's: of the mailed code first, of the set-up afterwards. */
  token: string
  /** The authenticator that is being set up, or the empty string. */
  enrollmentId: string
}

/** The mailed code and the set-up hold for an hour each; a little longer, so that who comes too late is told so. */
const entryCookieSeconds = 3600 + waitingCookieSeconds

export function readEntryProgress(c: Context): EntryProgress | null {
  const [token, enrollmentId = ''] = getCookie(c, entry, 'host')?.split('.') ?? []
  return token ? { token, enrollmentId } : null
}

export function setEntryProgress(c: Context, { token, enrollmentId }: EntryProgress): void {
  setCookie(c, entry, `${token}.${enrollmentId}`, { ...host, maxAge: entryCookieSeconds })
}

export function clearEntryProgress(c: Context): void {
  deleteCookie(c, entry, host)
}

/** The SDK's challenge of a step-up that waits for its code, or the empty string. Worth nothing without the session. */
export function readStepUpToken(c: Context): string {
  return getCookie(c, stepUp, 'host') ?? ''
}

export function setStepUpToken(c: Context, token: string): void {
  setCookie(c, stepUp, token, { ...host, maxAge: waitingCookieSeconds })
}

export function clearStepUpToken(c: Context): void {
  deleteCookie(c, stepUp, host)
}

/** What a step-up has earned, or undefined. Worth nothing without the session that it was earned in. */
export function readFreshFactorToken(c: Context): string | undefined {
  return getCookie(c, fresh, 'host')
}

export function setFreshFactor(c: Context, token: string, seconds: number): void {
  setCookie(c, fresh, token, { ...host, maxAge: seconds })
}

export function clearFreshFactor(c: Context): void {
  deleteCookie(c, fresh, host)
}

/** How far somebody has got from the mailed link to a new password. None of it is a session. */
export interface ResetProgress {
  /** Of the mailed link. */
  link: string
  /** The SDK's challenge that waits for a code, or the empty string. */
  challenge: string
  /** What a right code has earned, or the empty string. */
  permission: string
}

export function readResetProgress(c: Context): ResetProgress | null {
  const [link, challenge = '', permission = ''] = getCookie(c, reset, 'host')?.split('.') ?? []
  return link ? { link, challenge, permission } : null
}

export function setResetProgress(c: Context, { link, challenge, permission }: ResetProgress): void {
  setCookie(c, reset, [link, challenge, permission].join('.'), { ...host, maxAge: resetLinkMs / 1000 })
}

export function clearResetProgress(c: Context): void {
  deleteCookie(c, reset, host)
}

/** The token of a mailed invitation, on its way over a sign-in or a form. */
export function readInvitationToken(c: Context): string {
  return getCookie(c, invitation, 'host') ?? ''
}

export function setInvitationToken(c: Context, token: string): void {
  setCookie(c, invitation, token, { ...host, maxAge: 3600 })
}

export function clearInvitationToken(c: Context): void {
  deleteCookie(c, invitation, host)
}

/**
 * The token of a mailed link whose page is open: of an account recovery, or of what an admin asks for. Each has a cookie of
 * its own, so that two tabs keep two links apart.
 *
 * @param name `nameToken` of the token
 */
export function readMailedLink(c: Context, name: string): string {
  return getCookie(c, `${mailed}-${name}`, 'host') ?? ''
}

/** More links than anybody has open within the hour, and few enough for a server to take the cookies of all of them. */
const maxMailedLinks = 8

export function setMailedLink(c: Context, token: string): void {
  const name = `${mailed}-${nameToken(token)}`
  setCookie(c, name, token, { ...host, maxAge: 3600 })
  // Browsers send the oldest first (RFC 6265 section 5.4).
  const others = Object.keys(getCookie(c))
    .map((sent) => sent.replace('__Host-', ''))
    .filter((sent) => sent.startsWith(`${mailed}-`) && sent !== name)
  for (const old of others.slice(0, 1 - maxMailedLinks)) deleteCookie(c, old, host)
}

/** Who signed in from this browser before, signed by the site. Opens nothing: see `auth/password-limits.ts`. */
export async function readKnownBrowser(
  c: Context,
  key: Buffer,
): Promise<{ userId: string; browserId: string } | null> {
  const value = await getSignedCookie(c, new Uint8Array(key), known, 'host')
  const [userId, browserId] = value ? value.split('|') : []
  return userId && browserId ? { userId, browserId } : null
}

export async function setKnownBrowser(
  c: Context,
  key: Buffer,
  browser: { userId: string; browserId: string },
): Promise<void> {
  const value = `${browser.userId}|${browser.browserId}`
  await setSignedCookie(c, known, value, new Uint8Array(key), { ...host, maxAge: 180 * 86_400 })
}

/** What lets this computer skip the code, or null. Countersign decides whose it is and whether it still does. */
export function readTrustedComputer(c: Context): string | null {
  return getCookie(c, trusted, 'host') ?? null
}

/** The token is another one after each sign-in; when it ends (ms) stays the same. */
export function setTrustedComputer(
  c: Context,
  { token, expiresAt }: { token: string; expiresAt: number },
  now: number,
): void {
  setCookie(c, trusted, token, { ...host, maxAge: Math.max(1, Math.floor((expiresAt - now) / 1000)) })
}

export function clearTrustedComputer(c: Context): void {
  deleteCookie(c, trusted, host)
}

/** Where the last code by SMS went, for the page that asks for it. It is shown, and nothing is decided by it. */
export interface SentSms {
  /** The number that it went to; empty when it could not be sent. */
  factorId: string
  /** When another one can be had (ms); null when there is no further one. */
  resendAt: number | null
}

/** What was sent for this challenge, or null: a code for another one says nothing here. */
export function readSentSms(c: Context, challenge: string): SentSms | null {
  const [of, factorId = '', resendAt] = getCookie(c, sms, 'host')?.split('.') ?? []
  return of === nameToken(challenge) ? { factorId, resendAt: resendAt ? Number(resendAt) : null } : null
}

export function setSentSms(c: Context, challenge: string, { factorId, resendAt }: SentSms): void {
  const value = [nameToken(challenge), factorId, resendAt ?? ''].join('.')
  setCookie(c, sms, value, { ...host, maxAge: waitingCookieSeconds })
}

/** Enough to know a token again by, and not the token itself. */
export function nameToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url').slice(0, 16)
}
