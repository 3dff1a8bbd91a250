/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { clientAddress } from '../auth/client-address.ts'
import { clinicAdmin } from '../auth/clinic-guard.ts'
import { askForFactor, hasFreshFactor } from '../auth/fresh-factor.ts'
import { invitationBuckets } from '../auth/password-limits.ts'
import { takeUnsentForm } from '../auth/unsent-form.ts'
import {
  type Invitation,
  invitationMs,
  keepInvitation,
  listLapsed,
  withdrawInvitation,
} from '../data/invitations.ts'
import { listMembers } from '../data/members.ts'
import { takeAttempt } from '../data/password-attempts.ts'
import { isAddress, type Membership, normalizeAddress, type Role } from '../data/people.ts'
import { isFormId, newFormId, runOnce } from '../data/sent-forms.ts'
import { readForm } from '../http/form.ts'
import { withQuery } from '../http/local-path.ts'
import { toOneLine } from '../http/one-line.ts'
import { recordSoon } from '../http/record-soon.ts'
import { render, setRetryAfter } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { type InviteForm, InvitePage } from '../views/invite-page.tsx'
import { writeInvitation } from './write-invitation.ts'

const path = '/clinics/:clinicId/invite'
const withdrawPath = '/clinics/:clinicId/invitations/withdraw'
const maxNameLength = 100

/** Invites somebody to the clinic. What is answered and shown is the same whether or not anybody has that address. */
export function inviteRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get(path, async (c) => {
      const { clinic, base } = clinicAdmin(c)
      const again = c.req.query('again') ?? null
      if (!(await hasFreshFactor(c, site))) return askForFactor(c, withQuery(`${base}/invite`, { again }))
      const empty = { form: newFormId(), address: '', name: '', role: 'practitioner', practitioner: '' }
      const lapsed = await listLapsed(site.db, clinic.clinicId, c.var.page.now)
      const sent = toForm(lapsed.find(({ tokenHash }) => tokenHash === again))
      const unsent = takeUnsentForm(c, site, 'address', 'name', 'role', 'practitioner')
      return renderInvite(c, { ...empty, ...sent, ...unsent })
    })
    .post(path, async (c) => {
      const sent = await readForm(c, 'form', 'address', 'name', 'role', 'practitioner')
      const form = { ...sent, name: toOneLine(sent.name) }
      if (!isFormId(form.form)) throw new HTTPException(400)
      const { clinic, base } = clinicAdmin(c)
      const { page } = c.var
      if (!(await hasFreshFactor(c, site))) return askForFactor(c, `${base}/invite`)
      const address = normalizeAddress(form.address)
      const errors = findFaults(c, form, clinic, await isMember(site, clinic.clinicId, address))
      if (Object.keys(errors).length > 0) return renderInvite(c, form, { errors })
      const invited = await runOnce(
        site.db,
        { formId: form.form, now: page.now },
        () => invite(c, site, { ...form, address }),
        ({ refusedUntil }) => refusedUntil === null,
      )
      const until = invited?.refusedUntil ?? null
      if (until === null) return c.redirect(withQuery(`${base}/members`, { notice: 'invited' }), 303)
      setRetryAfter(c, until, page.now)
      const refused = page.text.invite.tooMany(page.format.from(until, page.now))
      return renderInvite(c, form, { refused })
    })

    .get(withdrawPath, (c) => c.redirect(`${clinicAdmin(c).base}/members`))
    .post(withdrawPath, async (c) => {
      const { address } = await readForm(c, 'address')
      const { person, clinic, base } = clinicAdmin(c)
      const { clinicId } = clinic
      const { now } = c.var.page
      const ip = clientAddress(c, site.config.trustedProxies)
      const by = { userId: person.id, ip, now }
      const isWithdrawn = await withdrawInvitation(site.db, { clinicId, address }, by)
      await recordSoon(site, now)
      const notice = isWithdrawn
        ? 'withdrawn'
        : (await isMember(site, clinicId, address))
          ? 'joined'
          : 'not-invited'
      return c.redirect(withQuery(`${base}/members`, { notice }), 303)
    })
}

async function isMember(site: Site, clinicId: string, address: string): Promise<boolean> {
  const members = await listMembers(site.db, clinicId)
  return members.some((member) => member.address === normalizeAddress(address))
}

/** What was entered for an invitation that is to be sent again. */
function toForm(lapsed: Invitation | undefined): Partial<InviteForm> {
  if (!lapsed) return {}
  const { address, name, role, practitioner } = lapsed
  return { address, name, role, practitioner: practitioner ? 'yes' : '' }
}

/** Never upwards: an owner is invited by an owner. */
function rolesToGive({ role }: Membership): Role[] {
  return role === 'owner' ? ['practitioner', 'admin', 'owner'] : ['practitioner', 'admin']
}

function findFaults(c: Context<SiteEnv>, form: InviteForm, clinic: Membership, isMember: boolean) {
  const { invite, forgotten } = c.var.page.text
  const faults = {
    address: isAddress(form.address) ? (isMember ? invite.isMember : null) : forgotten.malformed,
    name:
      form.name === ''
        ? invite.nameMissing
        : form.name.length > maxNameLength
          ? invite.nameTooLong(maxNameLength)
          : null,
    role: rolesToGive(clinic).some((role) => role === form.role) ? null : invite.roleMissing,
  }
  // The first one takes the focus: one thing at a time.
  return Object.fromEntries(Object.entries(faults).filter(([, fault]) => fault !== null))
}

/** `refusedUntil`: as many as may be have been sent to this address, or by this clinic, until then (ms). */
async function invite(
  c: Context<SiteEnv>,
  site: Site,
  form: InviteForm,
): Promise<{ refusedUntil: number | null }> {
  const { person, clinic } = clinicAdmin(c)
  const { now, locale } = c.var.page
  const { address, name } = form
  const role = form.role as Role
  const { clinicId, clinicName, timeZone } = clinic
  const refusedUntil = await takeAttempt(site.db, invitationBuckets({ address, clinicId }), now)
  if (refusedUntil !== null) return { refusedUntil }
  const { token, mail } = await writeInvitation(
    site,
    { now, locale },
    {
      ...{ clinicId, address, name, clinicName, timeZone, expiresAt: now + invitationMs },
      ...{ inviterId: person.id, inviterName: person.name },
    },
  )
  await keepInvitation(site.db, {
    token,
    clinicId,
    address,
    name,
    role,
    practitioner: role === 'practitioner' || form.practitioner === 'yes',
    invitedBy: person.id,
    ip: clientAddress(c, site.config.trustedProxies),
    mail,
    mailKey: site.keys.queuedMail,
    now,
  })
  await recordSoon(site, now)
  site.log.info('member.invited', { id: c.var.requestId, clinic: clinic.clinicId, by: person.id })
  return { refusedUntil }
}

function renderInvite(
  c: Context<SiteEnv>,
  sent: InviteForm,
  problem?: { errors?: ReturnType<typeof findFaults>; refused?: string },
): Promise<Response> {
  const { clinic } = clinicAdmin(c)
  return render(
    c,
    <InvitePage
      page={c.var.page}
      clinicName={clinic.clinicName}
      roles={rolesToGive(clinic)}
      sent={sent}
      {...problem}
    />,
    problem ? (problem.refused ? 429 : 422) : 200,
  )
}
