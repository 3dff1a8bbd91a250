import { readNewestMail } from './recoveries.ts'
import { codeFor, signIn, type TestSite, turnOn } from './test-site.ts'
import type { Visitor } from './visitor.ts'

/** Olivia, owner of the clinic, with a factor: what she does for members. */
export async function createOwner(site: TestSite) {
  const { key } = await turnOn(site, site.visitor(), 'owner@harbour.example')
  const actorId = 'olivia'
  const { admin, stepUp, policy, accountRecovery } = site.twoFactor

  async function proveFresh(): Promise<string> {
    site.clock.advance(60_000)
    const begun = await stepUp.begin({ userId: actorId })
    if (begun.status !== 'challenge') throw new Error(begun.status)
    const result = await stepUp.verify({ token: begun.token, method: 'totp', code: codeFor(site, key) })
    if (result.status !== 'ok') throw new Error(result.status)
    return result.stepUp
  }

  const act = async (userId: string) => ({
    actorId,
    stepUp: await proveFresh(),
    userId,
    reason: 'Lost phone',
  })
  return {
    reset: async (userId: string) => admin.reset(await act(userId)),
    allowOnce: async (userId: string) => admin.allowOnce(await act(userId)),
    requireFactors: async (methods = ['totp', 'sms']) =>
      policy.setOrganization({
        organizationId: 'harbour',
        rule: { default: 'required', graceDays: 0, methods },
        actorId,
        stepUp: await proveFresh(),
      }),
    approve: async (requestId: string) =>
      accountRecovery.review({
        ...{ actorId, stepUp: await proveFresh(), requestId },
        ...{ decision: 'approve', reason: 'Spoke to her face to face' },
      }),
  }
}

/** The newest mail with this subject. */
export async function readMail(site: TestSite, subject: string): Promise<string> {
  await site.twoFactor.settle()
  const mail = await site.db.get<{ body: string }>(
    'SELECT body FROM outbox WHERE subject = ? ORDER BY sent_at DESC LIMIT 1',
    subject,
  )
  if (!mail) throw new Error(`no mail with the subject ${subject}`)
  return mail.body
}

export async function readMailedCode(site: TestSite): Promise<string> {
  return /^\d{8}$/m.exec(await readMail(site, 'Your code for signing in'))?.[0] ?? ''
}

/** Somebody in the sign-in that a reset leads to: with the password shown, and with the mailed code shown too if wanted. */
export async function enter(site: TestSite, visitor: Visitor, { proven }: { proven: boolean }) {
  await signIn(visitor)
  if (proven) await visitor.post('/sign-in/mailed-code', { code: await readMailedCode(site) })
  return visitor
}

/** Bo, in two clinics: the owner of one of them has asked for an act, his word is needed, and this is the mailed link. */
export async function mailQuestion(site: TestSite, verb: 'reset' | 'allowOnce' = 'reset') {
  const owner = await createOwner(site)
  const { key } = await turnOn(site, site.visitor(), 'bo@harbour.example')
  await site.twoFactor.settle()
  const { status } = await owner[verb]('bo')
  if (status !== 'proof_required') throw new Error(status)
  const link = (await readNewestMail(site, 'bo@harbour.example')).to('/admin-request')
  return { key, link }
}
