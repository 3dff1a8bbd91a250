/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { MemberReport } from 'countersign'
import { type Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { clinicAdmin } from '../auth/clinic-guard.ts'
import { hasTwoFactor } from '../auth/has-two-factor.ts'
import { nudge } from '../data/nudges.ts'
import { findPerson } from '../data/people.ts'
import { readForm } from '../http/form.ts'
import { createFormat } from '../http/format.ts'
import { withQuery } from '../http/local-path.ts'
import type { Page } from '../http/page.ts'
import { render } from '../http/render.ts'
import { twoFactorSettings } from '../http/settings-path.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { composeNudge } from '../mail/compose-nudge.ts'
import { type Catalogue, textIn } from '../text/catalogue.ts'
import { reportFile } from '../text/report-file.ts'
import { ReportPage } from '../views/report-page.tsx'
import { isAmong, nameEarliest, nameRequiring } from '../views/requirement.ts'
import { reportMembers } from './members.tsx'

const path = '/clinics/:clinicId/report'

/** Who of the clinic has two-factor authentication: as a page, as a file, and as a mail to those who have not. */
export function reportRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get(path, async (c) => {
      const { clinic } = clinicAdmin(c)
      const members = await reportMembers(site, clinic.clinicId)
      const askable = await findAskable(site, members, clinicAdmin(c))
      const rows = members.map((row) => ({ ...row, canBeAsked: askable.includes(row.report) }))
      const { page } = c.var
      return render(
        c,
        <ReportPage
          page={page}
          clinicName={clinic.clinicName}
          rows={rows}
          notice={reportNotice(page, c.req.query('asked'))}
        />,
      )
    })
    .get(`${path}/csv`, (c) => {
      const { clinic } = clinicAdmin(c)
      const { members, ...form } = reportFile[c.var.page.locale]
      const lines = site.twoFactor.report.membersCsv({ organizationId: clinic.clinicId, ...form })
      const name = fileName([clinic.clinicName, members], c.var.page.now)
      // Line by line, so that a clinic of any size takes no more memory than a page.
      const body = ReadableStream.from(lines).pipeThrough(new TextEncoderStream())
      return c.body(body, 200, {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="${name}"`,
      })
    })
    .get(`${path}/ask`, (c) => c.redirect(`${clinicAdmin(c).base}/report`))
    .post(`${path}/ask`, async (c) => {
      const { member } = await readForm(c, 'member')
      const { clinic, base } = clinicAdmin(c)
      const asked = (await reportMembers(site, clinic.clinicId)).filter(
        ({ report }) => member === '' || report.userId === member,
      )
      if (member !== '' && asked.length === 0) throw new HTTPException(404)
      const toAsk = await findAskable(site, asked, clinicAdmin(c))
      let count = 0
      for (const report of toAsk) if (await ask(c, site, report)) count++
      // The page that the button was on may be older than what it says.
      const [one] = asked
      const isOn = member !== '' && one !== undefined && hasTwoFactor(one.report)
      const done = toAsk.length > 0 ? String(count) : isOn ? 'on' : 'nobody'
      return c.redirect(withQuery(`${base}/report`, { asked: done }), 303)
    })
}

/** Who is asked by mail: nobody whom this clinic exempts, though another one may require it of them; nor the admin. */
async function findAskable(
  { twoFactor }: Site,
  members: readonly { report: MemberReport }[],
  { person: admin, clinic }: ReturnType<typeof clinicAdmin>,
): Promise<MemberReport[]> {
  const organizationId = clinic.clinicId
  const askable: MemberReport[] = []
  for (const { report } of members) {
    const { userId, policy, because } = report
    if (hasTwoFactor(report) || policy === 'exempt' || userId === admin.id) continue
    const isElsewhere = policy === 'required' && !isAmong(because, organizationId)
    if (isElsewhere && (await twoFactor.policy.getUser({ organizationId, userId })) === 'exempt') continue
    askable.push(report)
  }
  return askable
}

async function ask(c: Context<SiteEnv>, site: Site, report: MemberReport): Promise<boolean> {
  const { person: admin, clinic } = clinicAdmin(c)
  const receiver = await findPerson(site.db, report.userId)
  if (!receiver) return false
  const { now } = c.var.page
  const { mailLocale } = receiver
  const text = textIn(mailLocale)
  const mail = composeNudge({
    text,
    siteName: site.config.issuer,
    name: receiver.name,
    admin: admin.name,
    clinic: clinic.clinicName,
    link: `${site.config.baseUrl}${twoFactorSettings}`,
    due: nudgeDue(text, report, {
      who: nameRequiring({ locale: mailLocale, siteName: site.config.issuer }, receiver, report.because),
      now,
      date: createFormat(mailLocale, clinic.timeZone).date,
    }),
  })
  const sent = { ...mail, to: receiver.address, locale: mailLocale, at: now }
  return nudge(site.db, receiver.id, sent, site.keys.queuedMail)
}

function nudgeDue(
  { report: text }: Catalogue,
  report: MemberReport,
  { who, now, date }: { who: string; now: number; date: (at: number) => string },
): string | null {
  const { deadline, daysFromSignIn } = report
  if (daysFromSignIn !== null) return text.nudgeAfter(who, daysFromSignIn, nameEarliest(report, now, date))
  return deadline !== null && deadline > now ? text.nudgeDeadline(who, date(deadline)) : null
}

function reportNotice({ text }: Page, asked: string | undefined) {
  const { report: words } = text
  if (asked === 'on') return { kind: 'info', sentence: words.nudgedOn } as const
  if (asked === 'nobody') return { kind: 'info', sentence: words.nudgedNobody } as const
  if (asked === undefined || !/^\d{1,5}$/.test(asked)) return null
  const count = Number(asked)
  return count === 0
    ? ({ kind: 'info', sentence: words.notNudged } as const)
    : ({ kind: 'ok', sentence: words.nudged(count) } as const)
}

/** `harbour-physio-members-2026-11-21.csv`: plain letters, which every header and every disk takes. */
function fileName(names: readonly string[], now: number): string {
  const plain = names.join(' ').normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
  const day = new Date(now).toISOString().slice(0, 10)
  return `${plain.replaceAll(/[^a-z0-9]+/g, '-').replace(/^-/, '')}-${day}.csv`
}
