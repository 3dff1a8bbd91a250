/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { ChallengeDescribed, TwoFactor } from 'countersign'
import type { Context } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import type { Person } from '../data/people.ts'
import { formatFor } from '../http/format.ts'
import { render, setRetryAfter } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { AskCodePage, type AskCodeWords } from '../views/ask-code-page.tsx'

/** A question for a code that waits for its answer, or why none can be asked now. */
export type Asked =
  | { status: 'open'; token: string; attemptsLeft: number | null; hasApp: boolean; hasCodes: boolean }
  | { status: 'locked'; until: number }
  | { status: 'suspended' }
  | { status: 'not_enrolled' }
  /** There was a factor, and none of it may be used any more. */
  | { status: 'no_method' }

/** Goes on with the question that `token` stands for, or asks a new one when that is over or somebody else's. */
export async function askCode(
  c: Context<SiteEnv>,
  site: Site,
  verbs: TwoFactor['stepUp'] | TwoFactor['passwordReset'],
  { userId, token }: { userId: string; token: string },
): Promise<Asked> {
  if (token !== '') {
    const waiting = await verbs.describe({ token })
    // One that nothing answers any more is asked anew, to learn why.
    const isAnswerable = 'methods' in waiting && waiting.methods.length > 0
    if (isAnswerable && waiting.userId === userId) return toAsked(token, waiting)
  }
  const begun = await verbs.begin({ userId, ip: clientAddress(c, site.config.trustedProxies) })
  if (begun.status !== 'challenge') return begun
  return toAsked(begun.token, await verbs.describe({ token: begun.token }))
}

function toAsked(token: string, described: ChallengeDescribed): Asked {
  if (described.status === 'locked') return { status: 'locked', until: described.until }
  const methods = 'methods' in described ? described.methods : []
  return {
    status: 'open',
    token,
    attemptsLeft: described.status === 'open' ? described.attemptsLeft : null,
    hasApp: methods.some(({ type }) => type === 'totp'),
    hasCodes: methods.some(({ type }) => type === 'recovery_code'),
  }
}

/** The page with the field for the code, or with the sentence that says why there is none. */
export function renderAskCode(
  c: Context<SiteEnv>,
  input: {
    words: AskCodeWords
    paths: { totp: string; recovery_code: string; leave: string }
    person: Person
    method: 'totp' | 'recovery_code'
    asked: Exclude<Asked, { status: 'not_enrolled' }>
    /** What became of the code that was just entered. */
    outcome?: { error: string | null; attemptsLeft: number | null; status: 400 | 422 | 429 }
  },
): Promise<Response> {
  const { words, paths, person, method, asked, outcome } = input
  const { page } = c.var
  if (asked.status === 'locked') setRetryAfter(c, asked.until, page.now)
  const until = asked.status === 'locked' ? formatFor(page.locale, person).until(asked.until, page.now) : null
  const { askCode: text } = page.text
  const blocked = {
    open: () => null,
    locked: () => text.locked(until ?? ''),
    suspended: () => words.suspended,
    no_method: () => text.noMethod,
  }[asked.status]()
  return render(
    c,
    <AskCodePage
      page={page}
      words={words}
      paths={paths}
      address={person.address}
      method={method}
      blocked={blocked}
      error={outcome?.error ?? null}
      attemptsLeft={outcome?.attemptsLeft ?? (asked.status === 'open' ? asked.attemptsLeft : null)}
      noApp={asked.status === 'open' && !asked.hasApp}
      noCodes={asked.status === 'open' && !asked.hasCodes}
    />,
    asked.status === 'open' ? (outcome?.status ?? 200) : asked.status === 'no_method' ? 403 : 429,
  )
}
