import type { ChallengeDescribed, TwoFactor } from 'countersign'
import type { Context } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import type { Person } from '../data/people.ts'
import { formatFor } from '../http/format.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { blockUntil, type Question, type QuestionKind } from './question.tsx'

/** `not_enrolled`: there is no factor. `no_method`: there was one, and none of it may ever be used again. */
export type Asked = Question | 'not_enrolled' | 'no_method'

/** Goes on with the question that `token` stands for, or asks a new one when that is over or somebody else's. */
export async function askCode(
  c: Context<SiteEnv>,
  site: Site,
  kind: Pick<QuestionKind, 'words'>,
  verbs: TwoFactor['stepUp'] | TwoFactor['passwordReset'],
  { person, token, next }: { person: Person; token: string; next: string | null },
): Promise<Asked> {
  const question: Question = {
    ...{ token: '', person, next, methods: [], attemptsLeft: null, noFactor: null, blocked: null },
    // Only a sign-in has a computer to trust.
    mayTrust: false,
  }
  const open = (described: ChallengeDescribed, openToken: string): Question => {
    const methods = 'methods' in described ? described.methods : []
    const attemptsLeft = described.status === 'open' ? described.attemptsLeft : null
    const found = { ...question, token: openToken, methods, attemptsLeft }
    return described.status === 'locked' ? blockUntil(c, kind, found, described.until) : found
  }
  if (token !== '') {
    const waiting = await verbs.describe({ token })
    // One that nothing answers any more is asked anew, to learn why.
    const isAnswerable = 'methods' in waiting && waiting.methods.length > 0
    if (isAnswerable && waiting.userId === person.id) return open(waiting, token)
  }
  const ip = clientAddress(c, site.config.trustedProxies)
  const begun = await verbs.begin({ userId: person.id, ip })
  switch (begun.status) {
    case 'challenge':
      return open(await verbs.describe({ token: begun.token }), begun.token)
    case 'locked':
      return blockUntil(c, kind, question, begun.until)
    case 'suspended': {
      const { suspended } = kind.words(c.var.page)
      return { ...question, blocked: { sentence: suspended, status: 429 } }
    }
    case 'held': {
      const { text, locale, now } = c.var.page
      const sentence = text.askCode.held(formatFor(locale, person).when(begun.until, now))
      return { ...question, blocked: { sentence, status: 403 } }
    }
    case 'not_enrolled':
    case 'no_method':
      return begun.status
  }
}
