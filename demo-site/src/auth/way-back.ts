import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { localPath } from '../http/local-path.ts'

const cookie = 'way-back'
const options = { prefix: 'host', path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const

/** Remembers for an hour which page asked for a factor of somebody who has none, over all the pages of setting one up. */
export function keepWayBack(c: Context, path: string): void {
  setCookie(c, cookie, path, { ...options, maxAge: 3600 })
}

/** The page that asked, or null. Not to be trusted further than a link: the page itself decides who may see it. */
export function readWayBack(c: Context): string | null {
  const path = localPath(getCookie(c, cookie, 'host'))
  return path === '/' ? null : path
}

/**
 * The page that leads to one that asks for a factor, and asks for none itself: where *Cancel* and *Not now* lead, because
 * the page itself would ask again.
 */
export function leadingPage(path: string): string {
  const [page = ''] = path.split('?')
  // Both steps of adding an app or a number ask.
  const [settings] = /^\/settings\/two-factor(?=\/(?!factors\/))/.exec(page) ?? []
  return settings ?? (page.slice(0, page.lastIndexOf('/')) || '/')
}

export function clearWayBack(c: Context): void {
  deleteCookie(c, cookie, options)
}
