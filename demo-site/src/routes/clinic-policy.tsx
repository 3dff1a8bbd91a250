/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { PolicyRule } from 'countersign'
import { type Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { clientAddress } from '../auth/client-address.ts'
import { clinicAdmin } from '../auth/clinic-guard.ts'
import { askForFactor, hasFreshFactor, readFreshFactor } from '../auth/fresh-factor.ts'
import { hasTwoFactor } from '../auth/has-two-factor.ts'
import { takeUnsentForm } from '../auth/unsent-form.ts'
import { listMembers } from '../data/members.ts'
import type { Membership } from '../data/people.ts'
import { readForm } from '../http/form.ts'
import { withQuery } from '../http/local-path.ts'
import {
  type FilledPolicy,
  type PolicyForm,
  policyFields,
  readPolicyForm,
  toPolicyForm,
} from '../http/policy-form.ts'
import { render } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { sendsSms } from '../sms/sms-sender.ts'
import {
  PolicyChangePage,
  type PolicyInForce,
  PolicyPage,
  PolicyPreviewPage,
} from '../views/policy-pages.tsx'
import { reportMembers } from './members.tsx'

const path = '/clinics/:clinicId/policy'

/** `edition` is that of the policy which was in force when the form was filled; nobody knows it of a link made by hand. */
type SentPolicy = PolicyForm & Partial<FilledPolicy>

/** What the clinic requires of its members: first a look at whom a change concerns, then the change. */
export function clinicPolicyRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get(path, async (c) => {
      const { clinic, base } = clinicAdmin(c)
      const unsent = takeUnsentForm(c, site, ...policyFields, 'edition')
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
      // Back from the preview, the form holds what was entered there.
      const sent = c.req.query('who') === undefined ? null : readQuery(c)
      if (!(await hasFreshFactor(c, site)))
        return askForFactor(c, withQuery(`${base}/policy/change`, sent ?? {}))
      // First: what somebody changes from here on is not in the form.
      const edition = await readEdition(site, clinic.clinicId)
      const inForce = toPolicyForm(await readRule(site, clinic.clinicId), clinic.timeZone)
      return render(c, <PolicyChangePage page={c.var.page} form={{ edition, ...(sent ?? inForce) }} />)
    })
    .get(`${path}/preview`, async (c) => {
      const { base } = clinicAdmin(c)
      const form = readQuery(c)
      if (!(await hasFreshFactor(c, site))) return askForFactor(c, withQuery(`${base}/policy/preview`, form))
      return preview(c, site, form)
    })
    .post(path, async (c) => {
      const form = await readForm(c, ...policyFields, 'edition')
      const { person, clinic, base } = clinicAdmin(c)
      const read = readPolicyForm(c.var.page.text, form, circumstances(site, clinic))
      if ('faults' in read) return renderFaults(c, form, read.faults)
      const { clinicId } = clinic
      const set = await site.twoFactor.policy.setOrganization({
        organizationId: clinicId,
        rule: read.rule,
        actorId: person.id,
        stepUp: readFreshFactor(c),
        expected: form.edition,
        ip: clientAddress(c, site.config.trustedProxies),
      })
      if (set.status === 'step_up_required') return askForFactor(c, withQuery(`${base}/policy/preview`, form))
      if (set.status === 'changed_meanwhile') return preview(c, site, form)
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

function readEdition(site: Site, clinicId: string): Promise<string> {
  return site.twoFactor.policy.edition({ organizationId: clinicId })
}

function readQuery(c: Context): SentPolicy {
  const entries = policyFields.map((name) => [name, (c.req.query(name) ?? '').slice(0, 20)])
  const edition = c.req.query('edition')?.slice(0, 100)
  return { ...(Object.fromEntries(entries) as PolicyForm), ...(edition !== undefined && { edition }) }
}

async function preview(
  c: Context<SiteEnv>,
  site: Site,
  { edition: seen, ...form }: SentPolicy,
): Promise<Response> {
  const { clinic } = clinicAdmin(c)
  const { clinicId } = clinic
  const read = readPolicyForm(c.var.page.text, form, circumstances(site, clinic))
  // First: what somebody changes from here on is not in what is shown.
  const edition = await readEdition(site, clinicId)
  if ('faults' in read) return renderFaults(c, { ...form, edition: seen ?? edition }, read.faults)
  const { rule } = read
  const members = await reportMembers(site, clinicId)
  const affected = await site.twoFactor.policy.preview({ organizationId: clinicId, rule })
  const effects = affected.flatMap((effect) => {
    const found = members.find(({ report }) => report.userId === effect.userId)
    if (!found) return []
    const { member, report } = found
    return [{ member, effect, methods: hasTwoFactor(report) ? report.methods : [] }]
  })
  return render(
    c,
    <PolicyPreviewPage
      page={c.var.page}
      form={{ ...form, edition }}
      rule={rule}
      effects={effects}
      meanwhile={seen === undefined || seen === edition ? null : await readChange(site, clinicId)}
    />,
  )
}

/** What holds now, and who saved it, as long as they are of the clinic: the record has ids only. */
async function readChange(site: Site, clinicId: string): Promise<PolicyInForce> {
  const rule = await readRule(site, clinicId)
  const members = await listMembers(site.db, clinicId)
  const entries = await site.twoFactor.audit.list({
    userId: members.map(({ userId }) => userId),
    types: ['policy.organization_changed'],
  })
  const last = entries.find(({ data }) => data.organizationId === clinicId)
  const name = members.find(({ userId }) => userId === last?.actorId)?.name
  const isKnown = last?.data.policy === JSON.stringify(rule) && name !== undefined
  return { rule, change: isKnown ? { name, at: last.at } : null }
}

function renderFaults(
  c: Context<SiteEnv>,
  form: FilledPolicy,
  faults: Parameters<typeof PolicyChangePage>[0]['faults'],
): Promise<Response> {
  return render(c, <PolicyChangePage page={c.var.page} form={form} {...(faults && { faults })} />, 422)
}
