import type { Hono } from 'hono'
import { ownerField } from '../../../demo-site/src/http/form-owner.ts'
import type { SiteEnv } from '../../../demo-site/src/http/site.ts'

export const origin = 'http://localhost:3000'

export type Visitor = ReturnType<typeof createVisitor>

/** A browser without a screen: keeps cookies, sends forms as the site's own pages do, follows nothing by itself. */
export function createVisitor(
  app: Hono<SiteEnv>,
  cookies = new Map<string, string>(),
  home = origin,
  knownOwner = { owner: '', session: '' },
) {
  async function send(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    if (cookies.size > 0)
      headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await app.request(`${home}${path}`, { ...init, headers })
    for (const line of response.headers.getSetCookie()) keep(line)
    await learnOwner(response.clone())
    return response
  }

  // Whose the forms of this browser's session are, as its last page said.
  const known = { ...knownOwner }

  /** As every form of a session says it; the page that is not there stands in where no page has been read in it yet. */
  async function findOwner(): Promise<string> {
    const session = cookies.get('__Host-session')
    if (session !== undefined && session !== known.session) await send('/no-such-page')
    return known.owner
  }

  async function learnOwner(page: Response): Promise<void> {
    const owner = new RegExp(`name="${ownerField}" value="([^"]+)"`).exec(await page.text())?.[1]
    if (owner !== undefined) Object.assign(known, { owner, session: cookies.get('__Host-session') })
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
    clone: () => createVisitor(app, new Map(cookies), home, known),
    get: (path: string, headers: Record<string, string> = {}) => send(path, { headers }),
    text: async (path: string) => (await send(path)).text(),
    /** A body that is a string is sent as it is; to fields is added whose form it is, unless they say so themselves. */
    async post(
      path: string,
      form: Record<string, string> | string,
      headers: Record<string, string> = {},
    ): Promise<Response> {
      const fields = typeof form === 'string' ? form : { [ownerField]: await findOwner(), ...form }
      return send(path, {
        method: 'POST',
        body: typeof fields === 'string' ? fields : new URLSearchParams(fields).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: home, ...headers },
      })
    },
    json: (path: string, body: unknown, headers: Record<string, string> = {}) =>
      send(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      }),
  }
}
