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

/** What a step-up has earned, or undefined. The SDK decides whether it is this person's and still fresh. */
export function readFreshFactor(c: Context): string | undefined {
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
