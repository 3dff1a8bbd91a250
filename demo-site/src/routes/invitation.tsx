/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import { readInvitationToken, setInvitationToken } from '../auth/cookies.ts'
import { isLinkText, tokenOf } from '../auth/link-ticket.ts'
import { findPasswordFault } from '../auth/password-fault.ts'
import { hashPassword } from '../auth/passwords.ts'
import { signedIn } from '../auth/signed-in.ts'
import { takeUnsentForm } from '../auth/unsent-form.ts'
import { findInvitation, type Invitation, joinClinic, openAccount } from '../data/invitations.ts'
import { findCredentials, setLastLocale } from '../data/people.ts'
import { setClinic } from '../data/sessions.ts'
import { findUsedForm } from '../data/used-links.ts'
import { readForm } from '../http/form.ts'
import { withQuery } from '../http/local-path.ts'
import { toOneLine } from '../http/one-line.ts'
import { recordSoon } from '../http/record-soon.ts'
import { render } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { type ClinicRequirement, InvitationPage, type InvitationStep } from '../views/invitation-page.tsx'
import { LinkPage } from '../views/link-page.tsx'
import { renderForgottenLink } from './forgotten-link.tsx'
import { forgetInvitation, renderDeadInvitation } from './lapsed-invitation.tsx'

const path = '/invitation'
const maxNameLength = 100

/** From the mailed link to an account. Nobody is signed in by it: the sign-in that follows asks for what the clinic requires. */
export function invitationRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get(path, async (c) => {
      const token = c.req.query('token')
      if (token !== undefined) {
        if (!(await findInvitation(site.db, tokenOf(token), c.var.page.now)))
          return renderDeadInvitation(c, site, token)
        // Out of the address bar, the history and whatever the next page might pass on.
        return toPage(c, isLinkText(token) ? token : tokenOf(token))
      }
      const link = readInvitationToken(c)
      if (link === '') return renderForgottenLink(c)
      const invitation = await openInvitation(c, site, link)
      return invitation
        ? renderInvitation(c, site, { link, invitation }, takeUnsentForm(c, site, 'name') ?? undefined)
        : renderDeadInvitation(c, site, link)
    })
    .post(path, async (c) => {
      const form = await readForm(c, 'name', 'password', 'account', 'clinic', 'link')
      const link = form.link || readInvitationToken(c)
      const invitation = await openInvitation(c, site, link)
      if (!invitation)
        return (await sentBefore(c, site, link, 'account_made')) ?? renderDeadInvitation(c, site, link)
      if (isOther(invitation, form)) return renderOther(c, invitation)
      if ((await findStep(c, site, invitation)) !== 'make_account') return toPage(c, link)
      const { text } = c.var.page
      const name = toOneLine(form.name)
      const tooLong = name.length > maxNameLength ? text.invite.nameTooLong(maxNameLength) : null
      const errors = {
        name: name === '' ? text.invite.nameMissing : tooLong,
        password: findPasswordFault(text, form.password, {
          ...{ address: invitation.address, name, siteName: site.config.issuer },
          // One is set up after the first sign-in at the earliest.
          hasFactor: false,
        }),
      }
      if (errors.name !== null || errors.password !== null)
        return renderInvitation(c, site, { link, invitation }, { name: form.name, errors })
      const { now, locale } = c.var.page
      const userId = await openAccount(site.db, invitation, {
        name,
        passwordHash: await hashPassword(form.password),
        ip: clientAddress(c, site.config.trustedProxies),
        now,
      })
      // Else somebody has got the address: the page says so.
      if (userId === null) return (await sentBefore(c, site, link, 'account_made')) ?? toPage(c, link)
      await recordSoon(site, now)
      await setLastLocale(site.db, userId, locale)
      forgetInvitation(c, link)
      site.log.info('member.joined', { id: c.var.requestId, clinic: invitation.clinicId, user: userId })
      return c.redirect(withQuery('/sign-in', { notice: 'account-made' }), 303)
    })
}

/** For people who have an account: behind the sign-in, with all that it asks for. */
export function joinRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .post(`${path}/join`, async (c) => {
      const form = await readForm(c, 'account', 'clinic', 'link')
      const { person, session } = signedIn(c)
      const link = form.link || readInvitationToken(c)
      const invitation = await openInvitation(c, site, link)
      if (!invitation)
        return (await sentBefore(c, site, link, 'joined')) ?? renderDeadInvitation(c, site, link)
      if (isOther(invitation, form)) return renderOther(c, invitation)
      if ((await findStep(c, site, invitation)) !== 'join') return toPage(c, link)
      const { clinicId } = invitation
      const { now } = c.var.page
      const by = { userId: person.id, ip: clientAddress(c, site.config.trustedProxies), now }
      if (!(await joinClinic(site.db, invitation, by)))
        return (await sentBefore(c, site, link, 'joined')) ?? toPage(c, link)
      await recordSoon(site, now)
      await setClinic(site.db, session, clinicId)
      forgetInvitation(c, link)
      site.log.info('member.joined', { id: c.var.requestId, clinic: clinicId, user: person.id })
      return c.redirect('/', 303)
    })
    .get(`${path}/join`, (c) => c.redirect(path))
}

/** Whether the form was made for another invitation than the one opened last in this browser. */
const isOther = (
  { address, clinicId }: Invitation,
  { account, clinic }: { account: string; clinic: string },
): boolean => account !== address || clinic !== clinicId

function renderOther(c: Context<SiteEnv>, { clinicName, address }: Invitation): Promise<Response> {
  const { page } = c.var
  const { title, invitation, invitationAgain, goOnInvitation } = page.text.otherTab
  return render(
    c,
    <LinkPage
      page={page}
      title={title}
      sentences={[invitation(clinicName, address), invitationAgain]}
      links={[{ href: path, label: goOnInvitation(clinicName), button: true }]}
    />,
    409,
  )
}

/** For a form that comes second, else null. Of two different passwords the first holds: this is no word of success. */
async function sentBefore(
  c: Context<SiteEnv>,
  site: Site,
  link: string,
  outcome: 'account_made' | 'joined',
): Promise<Response | null> {
  const userId = await findUsedForm(site.db, tokenOf(link), outcome)
  // Whoever else has the link has joined nothing by it.
  if (userId === null || (outcome === 'joined' && userId !== c.var.session?.userId)) return null
  forgetInvitation(c, link)
  return c.redirect(outcome === 'joined' ? '/' : withQuery('/sign-in', { notice: 'link-used' }), 303)
}

function openInvitation(c: Context<SiteEnv>, site: Site, link: string): Promise<Invitation | null> {
  return findInvitation(site.db, tokenOf(link), c.var.page.now)
}

/** To the page of a link, which the cookie has for an hour; its form has it for as long as it is open. */
function toPage(c: Context<SiteEnv>, link: string): Response {
  if (isLinkText(link)) setInvitationToken(c, link)
  return c.redirect(path, 303)
}

/** Whoever has the link can read the mail of that address: to them it is no secret whether it has an account. */
async function findStep(c: Context<SiteEnv>, site: Site, { address }: Invitation): Promise<InvitationStep> {
  const { person } = c.var.page
  if (person) return person.address === address ? 'join' : 'sign_out'
  return (await findCredentials(site.db, address)) ? 'sign_in' : 'make_account'
}

async function renderInvitation(
  c: Context<SiteEnv>,
  site: Site,
  { link, invitation }: { link: string; invitation: Invitation },
  typed?: { name: string; errors?: { name: string | null; password: string | null } },
): Promise<Response> {
  const step = await findStep(c, site, invitation)
  const { page } = c.var
  return render(
    c,
    <InvitationPage
      page={page}
      link={link}
      invitation={invitation}
      step={step}
      requirement={await findRequirement(site, invitation, page.now)}
      {...typed}
    />,
    typed?.errors ? 422 : 200,
  )
}

/** What the clinic requires of somebody of that role who joins now; null where it requires nothing. */
async function findRequirement(
  { twoFactor }: Site,
  { clinicId, role, practitioner }: Invitation,
  now: number,
): Promise<ClinicRequirement | null> {
  const rule = await twoFactor.policy.getOrganization({ organizationId: clinicId })
  if (rule === null) return null
  const roles = practitioner ? [role, 'practitioner'] : [role]
  const isRequired = roles.some((one) => (rule.roles?.[one] ?? rule.default) === 'required')
  if (!isRequired) return null
  const { from = 0, graceDays = 0 } = rule
  return { from: from > now ? from : null, graceDays }
}
