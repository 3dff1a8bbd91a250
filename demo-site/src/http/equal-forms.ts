import { createHash } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import type { Site, SiteEnv } from './site.ts'

/** An answer that can be given more than once. */
interface Answer {
  status: number
  headers: [string, string][]
  body: ArrayBuffer
}

interface KeptAnswer {
  /** Which form of this browser it answers: the last one that had an effect. */
  form: string
  /** Milliseconds since 1970. */
  givenAt: number
  answer: Answer
}

/** Longer than an answer takes over a slow network, which is how long the page with the button stays there. */
const keptMs = 3000
const maxKept = 500
const maxKeptBytes = 64 * 1024

/**
 * A click too many sends a form again before its answer is there, and the browser shows the answer to the last click,
 * having thrown the first away with its cookies: the second gets the same answer, cookies included, so nothing is done
 * twice and no code is called used. Equal is what one browser sends with the same cookies from the same address while the
 * first is under way, or within three seconds of an answer that took these cookies from it: they open nothing any more.
 * Any other answer leaves the second form to its route, and a refusal is not kept: every attempt is judged. Of this
 * process only: whatever has to hold everywhere is decided in the database.
 *
 * A thief gains nothing: he would need the person's `HttpOnly` cookies, their address and the form with its code, all
 * within three seconds, and with those he could have sent it himself. Kept in memory, never written or logged.
 */
export function shareAnswers({ config, clock }: Pick<Site, 'config' | 'clock'>): MiddlewareHandler<SiteEnv> {
  const underWay = new Map<string, Promise<Answer>>()
  // One a browser: what it has sent since may have undone what the form before did, which may then be meant again.
  const kept = new Map<string, KeptAnswer>()

  function keep(browser: string, last: KeptAnswer): void {
    const [oldest] = kept.keys()
    if (kept.size >= maxKept && oldest !== undefined) kept.delete(oldest)
    kept.set(browser, last)
    const forget = () => void (kept.get(browser) === last && kept.delete(browser))
    setTimeout(forget, keptMs).unref()
  }

  return async (c, next) => {
    // A password alone does not say that two browsers are one: each gets a session of its own.
    if (c.req.method !== 'POST' || c.req.path === '/sign-in') return next()
    const address = clientAddress(c, config.trustedProxies)
    const browser = hash([address, ...readHeaders(c, 'cookie', 'user-agent')])
    const given = readHeaders(c, 'accept-language', 'content-type')
    const form = hash([browser, c.req.method, c.req.url, given, await c.req.text()])

    const first = underWay.get(form)
    if (first) return giveAgain(await first)
    const last = kept.get(browser)
    const age = last ? clock.now() - last.givenAt : Number.NaN
    if (last?.form === form && age >= 0 && age < keptMs) return giveAgain(last.answer)
    kept.delete(browser)

    const answering = next().then(() => copyAnswer(c.res))
    underWay.set(form, answering)
    try {
      const answer = await answering
      if (isKept(c, answer)) keep(browser, { form, givenAt: clock.now(), answer })
    } finally {
      underWay.delete(form)
    }
  }
}

/** What comes without any cookie does not say that two browsers are one: neither is given the other's. */
function isKept(c: Context<SiteEnv>, { status, headers, body }: Answer): boolean {
  const changesCookies = headers.some(([name]) => name === 'set-cookie')
  const hadCookies = c.req.header('cookie') !== undefined
  return status < 400 && changesCookies && hadCookies && body.byteLength <= maxKeptBytes
}

function readHeaders(c: Context<SiteEnv>, ...names: string[]): (string | null)[] {
  return names.map((name) => c.req.header(name) ?? null)
}

/** A form may hold a code or a password, and the cookies do: none of it is a key that could be read. */
function hash(parts: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}

async function copyAnswer(answer: Response): Promise<Answer> {
  const body = await answer.clone().arrayBuffer()
  return { status: answer.status, headers: [...answer.headers], body }
}

function giveAgain({ body, ...given }: Answer): Response {
  return new Response(body.byteLength === 0 ? null : body, given)
}
