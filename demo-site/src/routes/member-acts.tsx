/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { AdminAct, MemberReport, TwoFactor } from 'countersign'
import { type Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { clientAddress } from '../auth/client-address.ts'
import { clinicAdmin } from '../auth/clinic-guard.ts'
import { askForFactor, hasFreshFactor, readFreshFactor } from '../auth/fresh-factor.ts'
import { takeUnsentForm } from '../auth/unsent-form.ts'
import type { Member } from '../data/members.ts'
import { isFormId, newFormId, runOnce } from '../data/sent-forms.ts'
import { readForm } from '../http/form.ts'
import { withQuery } from '../http/local-path.ts'
import type { Page } from '../http/page.ts'
import { render } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import type { Catalogue } from '../text/catalogue.ts'
import { MemberActPage } from '../views/member-act-page.tsx'
import { letInHindrance } from '../views/out-of-use.ts'
import { accessActs } from './member-access.ts'
import { signOutAct } from './member-sign-out.ts'
import { readReport } from './members.tsx'
import { type OpenMember, openMember } from './open-member.ts'

type Admin = TwoFactor['admin']

/** Something that an admin does for a member who can't help themselves. */
export interface MemberAct {
  path: string
  words(text: Catalogue): {
    title: string
    about: string
    heading(name: string): string
    what(name: string, report: MemberReport): string
    button: string
  }
  /** False where there is nothing of it to do for the member; for everybody when left out. */
  isFor?(member: Member): boolean
  /** What else to know before the button, or null. */
  note(
    facts: { page: Page; report: MemberReport } & OpenMember,
    site: Site,
    c: Context<SiteEnv>,
  ): Promise<string | null>
  run(act: AdminAct, site: Site, c: Context<SiteEnv>): Promise<Outcome>
}

type Outcome =
  | Awaited<ReturnType<Admin['reset' | 'allowOnce' | 'endPause' | 'revokeDevices']>>
  /** It was so already. */
  | { status: 'same' }

/** That a member of another clinic too is asked first. */
const askedFirst: MemberAct['note'] = async ({ page, member, isElsewhere }) =>
  isElsewhere ? page.text.member.elsewhere(member.name) : null

const nothing: MemberAct['note'] = async () => null

export const memberActs: readonly MemberAct[] = [
  {
    path: 'reset',
    words: ({ member: text }) => ({
      title: text.resetTitle,
      about: text.resetAbout,
      heading: text.resetFor,
      what: text.resetWhat,
      button: text.resetButton,
    }),
    note: askedFirst,
    run: (act, { twoFactor }) => twoFactor.admin.reset(act),
  },
  {
    path: 'allow-once',
    words: ({ member: text }) => ({
      title: text.allowTitle,
      about: text.allowAbout,
      heading: text.allowFor,
      what: text.allowWhat,
      button: text.allowButton,
    }),
    async note(facts, site, c) {
      const notes = [
        letInHindrance(facts.page, facts.member.name, facts.report),
        await askedFirst(facts, site, c),
      ]
      return notes.filter((note) => note !== null).join(' ') || null
    },
    run: (act, { twoFactor }) => twoFactor.admin.allowOnce(act),
  },
  {
    path: 'end-pause',
    words: ({ member: text }) => ({
      title: text.pauseTitle,
      about: text.pauseAbout,
      heading: text.pauseFor,
      what: text.pauseWhat,
      button: text.pauseButton,
    }),
    note: nothing,
    run: (act, { twoFactor }) => twoFactor.admin.endPause(act),
  },
  signOutAct,
  ...accessActs,
]

/** What the member's page says afterwards. */
const notices: Record<string, string> = {
  reset: 'reset',
  'allow-once': 'allowed',
  'end-pause': 'pause-ended',
  'sign-out': 'signed-out',
  'give-access': 'access-given',
  'take-access': 'access-taken',
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
  const { member, obstacle, path } = await openMember(c, site)
  // Their page says why there is no button.
  if (obstacle !== null) return c.redirect(path, 303)
  if (act.isFor?.(member) === false) return c.redirect(withQuery(path, { notice: 'same' }), 303)
  return (await hasFreshFactor(c, site))
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
    () => act.run(asked, site, c),
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
    case 'same':
      return say('same')
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
  const opened = await openMember(c, site)
  const { member, path } = opened
  const { page } = c.var
  const { heading, what, button } = act.words(page.text)
  const report = await readReport(site, clinicAdmin(c).clinic.clinicId, member.userId)
  if (report === null) throw new HTTPException(404)
  return render(
    c,
    <MemberActPage
      page={page}
      words={{ heading: heading(member.name), what: what(member.name, report), button }}
      paths={{ send: `${path}/${act.path}`, leave: path }}
      formId={sent?.form ?? newFormId()}
      note={await act.note({ page, report, ...opened }, site, c)}
      {...(sent && { reason: sent.reason })}
      {...(sent?.error && { error: sent.error })}
    />,
    sent?.error ? 422 : 200,
  )
}
