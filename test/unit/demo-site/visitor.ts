import type { Hono } from 'hono'
import type { SiteEnv } from '../../../demo-site/src/http/site.ts'

export const origin = 'http://localhost:3000'

export type Visitor = ReturnType<typeof createVisitor>

/** A browser without a screen: keeps cookies, sends forms as the site's own pages do, follows nothing by itself. */
export function createVisitor(app: Hono<SiteEnv>, cookies = new Map<string, string>(), home = origin) {
  async function send(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    if (cookies.size > 0)
      headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await app.request(`${home}${path}`, { ...init, headers })
    for (const line of response.headers.getSetCookie()) keep(line)
    return response
  }

  function keep(line: string): void {
    const [pair = '', ...attributes] = line.split(/; */)
    const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
    const gone = attributes.some((attribute) => /^max-age=0$/i.test(attribute))
    if (gone || value === '') cookies.delete(name)
    else cookies.set(name, value)
  }

  return {
    cookies,
    /** A second browser with the same cookies, as of now: another tab, or a thief. */
    clone: () => createVisitor(app, new Map(cookies), home),
    get: (path: string, headers: Record<string, string> = {}) => send(path, { headers }),
    text: async (path: string) => (await send(path)).text(),
    post: (path: string, form: Record<string, string> | string, headers: Record<string, string> = {}) =>
      send(path, {
        method: 'POST',
        body: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: home, ...headers },
      }),
    json: (path: string, body: unknown, headers: Record<string, string> = {}) =>
      send(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      }),
  }
}
