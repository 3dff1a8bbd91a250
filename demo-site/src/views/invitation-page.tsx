/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { leastPasswordLength } from '../auth/passwords.ts'
import type { Invitation } from '../data/invitations.ts'
import { createFormat } from '../http/format.ts'
import type { Page } from '../http/page.ts'
import { AccountField } from './account-field.tsx'
import { Field } from './field.tsx'
import { Layout } from './layout.tsx'
import { Notice } from './notice.tsx'
import { PostForm } from './post-form.tsx'
import { roleName } from './role-name.ts'

/** What whoever opens the link is asked for. */
export type InvitationStep = 'make_account' | 'sign_in' | 'join' | 'sign_out'

/** What a clinic requires of a newcomer who has no factor. */
export interface ClinicRequirement {
  /** Where the policy begins later: when (ms); null where it holds by now. */
  from: number | null
  /** Counted from then, or from the joining if that is later. */
  graceDays: number
}

interface InvitationPageProps {
  page: Page
  /** What the mailed link said, for the form to say again. */
  link: string
  invitation: Invitation
  step: InvitationStep
  /** Null where the clinic requires no factor of somebody of that role. */
  requirement: ClinicRequirement | null
  name?: string
  errors?: { name?: string | null; password?: string | null }
}

export function InvitationPage(props: InvitationPageProps) {
  const { page, link, invitation, step, requirement } = props
  const { inviterName, clinicName, address } = invitation
  const text = page.text.invitation
  return (
    <Layout page={page} title={text.title(clinicName)} width="narrow">
      <p>{text.lead(inviterName, clinicName, roleName(page.text, invitation))}</p>
      {requirement && <Required {...props} requirement={requirement} />}
      {step === 'make_account' && <MakeAccount {...props} />}
      {step === 'sign_in' && (
        <>
          <p>{text.signInLead(address)}</p>
          <a class="button primary" href="/sign-in?next=%2Finvitation">
            {text.signIn}
          </a>
        </>
      )}
      {step === 'sign_out' && (
        <Notice kind="warn">{text.otherPerson(address, page.person?.address ?? '')}</Notice>
      )}
      {step === 'join' && (
        <PostForm page={page} action="/invitation/join" class="stack">
          <InvitationFields link={link} invitation={invitation} />
          <p>{text.joinLead(page.person?.name ?? '')}</p>
          <button type="submit" class="primary">
            {text.join}
          </button>
        </PostForm>
      )}
    </Layout>
  )
}

/** Who has an account may be a member elsewhere, and of several clinics the strictest one wins. */
function Required({
  page,
  invitation,
  step,
  requirement,
}: InvitationPageProps & { requirement: ClinicRequirement }) {
  const text = page.text.invitation
  const { from, graceDays } = requirement
  const day = from === null ? null : createFormat(page.locale, invitation.timeZone).date(from)
  const sooner = step === 'make_account' ? '' : text.sooner
  const isAtOnce = from === null && graceDays === 0
  return (
    <p>
      {text.required(invitation.clinicName, day)}{' '}
      {isAtOnce ? text.atOnce : text.grace(graceDays, from !== null, sooner)}
    </p>
  )
}

/** Which invitation the form accepts: another tab may have opened one to another clinic since, or the cookie has ended. */
function InvitationFields({ link, invitation }: Pick<InvitationPageProps, 'link' | 'invitation'>) {
  return (
    <>
      <AccountField address={invitation.address} />
      <input type="hidden" name="link" value={link} />
      <input type="hidden" name="clinic" value={invitation.clinicId} />
    </>
  )
}

function MakeAccount({ page, link, invitation, name, errors }: InvitationPageProps) {
  const { invitation: text, newPassword } = page.text
  return (
    <PostForm page={page} action="/invitation" class="stack" novalidate>
      <InvitationFields link={link} invitation={invitation} />
      <p>{text.newLead(invitation.address)}</p>
      {/* Password managers need to know whose password this is. */}
      <input
        type="email"
        name="username"
        value={invitation.address}
        autocomplete="username"
        readonly
        hidden
      />
      <Field
        name="name"
        label={text.name}
        value={name ?? invitation.name}
        error={errors?.name ?? null}
        autocomplete="name"
        maxlength={100}
      />
      <Field
        name="password"
        type="password"
        label={text.password}
        hint={newPassword.hint(leastPasswordLength({ hasFactor: false }))}
        error={errors?.password ?? null}
        autocomplete="new-password"
        maxlength={256}
      />
      <button type="submit" class="primary">
        {text.submit}
      </button>
    </PostForm>
  )
}
