/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { AdminAct, TwoFactor } from 'countersign'
import { type Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { clientAddress } from '../auth/client-address.ts'
import { clinicAdmin } from '../auth/clinic-guard.ts'
import { askForFactor, readFreshFactor } from '../auth/fresh-factor.ts'
import { takeUnsentForm } from '../auth/unsent-form.ts'
import { isFormId, newFormId, runOnce } from '../data/sent-forms.ts'
import { readForm } from '../http/form.ts'
import { withQuery } from '../http/local-path.ts'
import { render } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import type { Catalogue } from '../text/catalogue.ts'
import { MemberActPage } from '../views/member-act-page.tsx'
import { openMember } from './open-member.ts'

type Words = Catalogue['member']
type Admin = TwoFactor['admin']

/** Something that an admin does for a member who can't help themselves. */
export interface MemberAct {
  path: string
  words(text: Words): {
    title: string
    about: string
    heading(name: string): string
    what(name: string): string
    button: string
  }
  /** True when a member of another clinic too is asked first. */
  needsTheirWord: boolean
  run(admin: Admin, act: AdminAct): Promise<Outcome>
}

type Outcome = Awaited<ReturnType<Admin['reset' | 'allowOnce' | 'endPause' | 'revokeDevices']>>

export const memberActs: readonly MemberAct[] = [
  {
    path: 'reset',
    words: (text) => ({
      title: text.resetTitle,
      about: text.resetAbout,
      heading: text.resetFor,
      what: text.resetWhat,
      button: text.resetButton,
    }),
    needsTheirWord: true,
    run: (admin, act) => admin.reset(act),
  },
  {
    path: 'allow-once',
    words: (text) => ({
      title: text.allowTitle,
      about: text.allowAbout,
      heading: text.allowFor,
      what: text.allowWhat,
      button: text.allowButton,
    }),
    needsTheirWord: true,
    run: (admin, act) => admin.allowOnce(act),
  },
  {
    path: 'end-pause',
    words: (text) => ({
      title: text.pauseTitle,
      about: text.pauseAbout,
      heading: text.pauseFor,
      what: text.pauseWhat,
      button: text.pauseButton,
    }),
    needsTheirWord: false,
    run: (admin, act) => admin.endPause(act),
  },
  {
    path: 'ask-computers',
    words: (text) => ({
      title: text.computersTitle,
      about: text.computersAbout,
      heading: text.computersFor,
      what: text.computersWhat,
      button: text.computersButton,
    }),
    needsTheirWord: false,
    run: (admin, act) => admin.revokeDevices(act),
  },
]

/** What the member's page says afterwards. */
const notices: Record<string, string> = {
  reset: 'reset',
  'allow-once': 'allowed',
  'end-pause': 'pause-ended',
  'ask-computers': 'computers-asked',
}

/** The SDK takes up to 500; a sentence or two will do. */
const maxReasonLength = 300

/** A page for each act, behind a fresh code: what will happen, the reason, the button. Countersign judges, records and tells. */
export function memberActRoutes(site: Site): Hono<SiteEnv> {
  const routes = new Hono<SiteEnv>()
  for (const act of memberActs) {
    const path = `/clinics/:clinicId/members/:userId/${act.path}`
    routes.get(path, (c) => showAct(c, site, act)).post(path, (c) => doAct(c, site, act))
  }
  return routes
}

async function showAct(c: Context<SiteEnv>, site: Site, act: MemberAct): Promise<Response> {
  const { obstacle, path } = await openMember(c, site)
  // Their page says why there is no button.
  if (obstacle !== null) return c.redirect(path, 303)
  const { id: userId } = clinicAdmin(c).person
  const isFresh = await site.twoFactor.stepUp.isFresh({ userId, stepUp: readFreshFactor(c) })
  return isFresh
    ? renderAct(c, site, act, takeUnsentForm(c, site, 'reason') ?? undefined)
    : askForFactor(c, `${path}/${act.path}`)
}

async function doAct(c: Context<SiteEnv>, site: Site, act: MemberAct): Promise<Response> {
  const form = await readForm(c, 'reason', 'form')
  if (!isFormId(form.form)) throw new HTTPException(400)
  const { member, path } = await openMember(c, site)
  const { member: text } = c.var.page.text
  const tooLong = form.reason.length > maxReasonLength
  if (tooLong) return renderAct(c, site, act, { ...form, error: text.reasonTooLong(maxReasonLength) })
  const say = (notice: string | null, until: number | null = null) =>
    c.redirect(withQuery(path, { notice, until: until === null ? null : String(until) }), 303)
  const asked = {
    actorId: clinicAdmin(c).person.id,
    stepUp: readFreshFactor(c),
    userId: member.userId,
    reason: form.reason,
    ip: clientAddress(c, site.config.trustedProxies),
  }
  const result = await runOnce(
    site.db,
    { formId: form.form, now: c.var.page.now },
    () => act.run(site.twoFactor.admin, asked),
    ({ status }) => status === 'ok' || status === 'proof_required',
  )
  if (result === null) return say('sent-twice')
  switch (result.status) {
    case 'ok': {
      site.log.info('member.helped', { id: c.var.requestId, act: act.path, user: member.userId })
      return say(notices[act.path] ?? null, 'expiresAt' in result ? result.expiresAt : null)
    }
    case 'proof_required':
      return say('asked', result.expiresAt)
    case 'step_up_required':
      return askForFactor(c, `${path}/${act.path}`)
    case 'reason_required':
      return renderAct(c, site, act, { ...form, error: text.reasonMissing })
    case 'not_enrolled':
      return say('not-enrolled')
    case 'already_open':
      return say('already-open')
    case 'not_paused':
      return say('not-paused')
    case 'too_many':
      return say('asked-often', result.until)
    case 'not_allowed':
      return say(null)
    case 'not_found':
      throw new HTTPException(404)
  }
}

async function renderAct(
  c: Context<SiteEnv>,
  site: Site,
  act: MemberAct,
  sent?: { reason: string; form?: string; error?: string },
): Promise<Response> {
  const { member, isElsewhere, path } = await openMember(c, site)
  const { page } = c.var
  const { heading, what, button } = act.words(page.text.member)
  const askedFirst = act.needsTheirWord && isElsewhere ? page.text.member.elsewhere(member.name) : null
  return render(
    c,
    <MemberActPage
      page={page}
      words={{ heading: heading(member.name), what: what(member.name), button }}
      paths={{ send: `${path}/${act.path}`, leave: path }}
      formId={sent?.form ?? newFormId()}
      askedFirst={askedFirst}
      {...(sent && { reason: sent.reason })}
      {...(sent?.error && { error: sent.error })}
    />,
    sent?.error ? 422 : 200,
  )
}
