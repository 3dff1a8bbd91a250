import { createHash } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import type { Config } from '../config.ts'
import type { SiteEnv } from './site.ts'

/** An answer that can be given more than once. */
interface Answer {
  status: number
  headers: [string, string][]
  body: ArrayBuffer
}

/**
 * A click too many sends a form again before its answer is there, and the browser shows the answer to the last click: the
 * second waits for the first and gets the same answer, cookies included, so nothing is done twice and no code is called
 * used. Equal is what one browser sends with the same cookies from the same address, while the first is under way. Of
 * this process only: whatever has to hold everywhere is decided in the database.
 */
export function shareAnswers(config: Config): MiddlewareHandler<SiteEnv> {
  const underWay = new Map<string, Promise<Answer>>()
  return async (c, next) => {
    // A password alone does not say that two browsers are one: each gets a session of its own.
    if (c.req.method !== 'POST' || c.req.path === '/sign-in') return next()
    const name = await nameForm(c, config)
    const first = underWay.get(name)
    if (first) {
      const { body, ...given } = await first
      return new Response(body.byteLength === 0 ? null : body, given)
    }
    const answer = next().then(() => keepAnswer(c.res))
    underWay.set(name, answer)
    try {
      await answer
    } finally {
      underWay.delete(name)
    }
  }
}

/** A hash, because a form may hold a code or a password. */
async function nameForm(c: Context<SiteEnv>, config: Config): Promise<string> {
  const headers = ['cookie', 'user-agent', 'accept-language', 'content-type']
  const given = headers.map((header) => c.req.header(header) ?? null)
  const parts = [c.req.url, given, clientAddress(c, config.trustedProxies), await c.req.text()]
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}

async function keepAnswer(answer: Response): Promise<Answer> {
  const body = await answer.clone().arrayBuffer()
  return { status: answer.status, headers: [...answer.headers], body }
}
