/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { PolicyRule } from 'countersign'
import { type Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { clinicAdmin } from '../auth/clinic-guard.ts'
import { askForFactor, hasFreshFactor, readFreshFactor } from '../auth/fresh-factor.ts'
import { hasTwoFactor } from '../auth/has-two-factor.ts'
import { takeUnsentForm } from '../auth/unsent-form.ts'
import type { Membership } from '../data/people.ts'
import { readForm } from '../http/form.ts'
import { withQuery } from '../http/local-path.ts'
import { type PolicyForm, policyFields, readPolicyForm, toPolicyForm } from '../http/policy-form.ts'
import { render } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { sendsSms } from '../sms/sms-sender.ts'
import { PolicyChangePage, PolicyPage, PolicyPreviewPage } from '../views/policy-pages.tsx'
import { reportMembers } from './members.tsx'

const path = '/clinics/:clinicId/policy'

/** What the clinic requires of its members: first a look at whom a change concerns, then the change. */
export function clinicPolicyRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get(path, async (c) => {
      const { clinic, base } = clinicAdmin(c)
      const unsent = takeUnsentForm(c, site, ...policyFields)
      if (unsent) return c.redirect(withQuery(`${base}/policy/preview`, unsent), 303)
      return render(
        c,
        <PolicyPage
          page={c.var.page}
          clinicName={clinic.clinicName}
          rule={await readRule(site, clinic.clinicId)}
          saved={c.req.query('notice') === 'saved'}
        />,
      )
    })
    .get(`${path}/change`, async (c) => {
      const { clinic, base } = clinicAdmin(c)
      if (!(await hasFreshFactor(c, site))) return askForFactor(c, `${base}/policy/change`)
      // Back from the preview, the form holds what was entered there.
      const form = c.req.query('who') === undefined ? null : readQuery(c)
      const inForce = toPolicyForm(await readRule(site, clinic.clinicId), clinic.timeZone)
      return render(c, <PolicyChangePage page={c.var.page} form={form ?? inForce} />)
    })
    .get(`${path}/preview`, async (c) => {
      const { base } = clinicAdmin(c)
      const form = readQuery(c)
      if (!(await hasFreshFactor(c, site))) return askForFactor(c, withQuery(`${base}/policy/preview`, form))
      return preview(c, site, form, false)
    })
    .post(path, async (c) => {
      const { edition: expected, ...form } = await readForm(c, ...policyFields, 'edition')
      const { person, clinic, base } = clinicAdmin(c)
      const read = readPolicyForm(c.var.page.text, form, circumstances(site, clinic))
      if ('faults' in read) return renderFaults(c, form, read.faults)
      const { clinicId } = clinic
      const set = await site.twoFactor.policy.setOrganization({
        organizationId: clinicId,
        rule: read.rule,
        actorId: person.id,
        stepUp: readFreshFactor(c),
        expected,
      })
      if (set.status === 'step_up_required') return askForFactor(c, withQuery(`${base}/policy/preview`, form))
      if (set.status === 'changed_meanwhile') return preview(c, site, form, true)
      if (set.status !== 'ok') throw new HTTPException(404)
      if (set.changed)
        site.log.info('policy.changed', { id: c.var.requestId, clinic: clinicId, by: person.id })
      return c.redirect(withQuery(`${base}/policy`, { notice: 'saved' }), 303)
    })
}

function readRule(site: Site, clinicId: string): Promise<PolicyRule | null> {
  return site.twoFactor.policy.getOrganization({ organizationId: clinicId })
}

function circumstances(site: Site, { timeZone }: Membership): { timeZone: string; hasSms: boolean } {
  return { timeZone, hasSms: sendsSms(site.config) }
}

function readQuery(c: Context): PolicyForm {
  const entries = policyFields.map((name) => [name, (c.req.query(name) ?? '').slice(0, 20)])
  return Object.fromEntries(entries) as PolicyForm
}

async function preview(
  c: Context<SiteEnv>,
  site: Site,
  form: PolicyForm,
  isChanged: boolean,
): Promise<Response> {
  const { clinic } = clinicAdmin(c)
  const { clinicId } = clinic
  const read = readPolicyForm(c.var.page.text, form, circumstances(site, clinic))
  if ('faults' in read) return renderFaults(c, form, read.faults)
  const { rule } = read
  // First: what somebody changes from here on is not in what is shown.
  const edition = await site.twoFactor.policy.edition({ organizationId: clinicId })
  const members = await reportMembers(site, clinicId)
  const affected = await site.twoFactor.policy.preview({ organizationId: clinicId, rule })
  const effects = affected.flatMap((effect) => {
    const found = members.find(({ report }) => report.userId === effect.userId)
    return found ? [{ member: found.member, effect, hasFactor: hasTwoFactor(found.report) }] : []
  })
  return render(
    c,
    <PolicyPreviewPage
      page={c.var.page}
      form={form}
      rule={rule}
      edition={edition}
      effects={effects}
      meanwhile={isChanged ? await readRule(site, clinicId) : null}
    />,
  )
}

function renderFaults(
  c: Context<SiteEnv>,
  form: PolicyForm,
  faults: Parameters<typeof PolicyChangePage>[0]['faults'],
): Promise<Response> {
  return render(c, <PolicyChangePage page={c.var.page} form={form} {...(faults && { faults })} />, 422)
}
