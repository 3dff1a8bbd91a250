/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Role } from '../data/people.ts'
import { clinicPath } from '../http/clinic-path.ts'
import type { Page } from '../http/page.ts'
import { Checks, Choice } from './choice.tsx'
import { ClinicPage } from './clinic-page.tsx'
import { Field } from './field.tsx'
import { Notice } from './notice.tsx'
import { PostForm } from './post-form.tsx'

export interface InviteForm {
  form: string
  address: string
  name: string
  role: string
  practitioner: string
}

interface InvitePageProps {
  page: Page
  clinicName: string
  /** The roles that the admin may give. */
  roles: readonly Role[]
  sent: InviteForm
  /** What is wrong with it, by field. */
  errors?: Partial<Record<'address' | 'name' | 'role', string>>
  refused?: string
}

export function InvitePage({ page, clinicName, roles, sent, errors = {}, refused }: InvitePageProps) {
  const { invite: text, settings, signIn, member } = page.text
  const base = page.clinic ? clinicPath(page.clinic) : ''
  return (
    <ClinicPage page={page} title={text.title}>
      <p>{text.lead(clinicName)}</p>
      {refused && (
        <Notice kind="danger" focus>
          {refused}
        </Notice>
      )}
      <PostForm page={page} action={`${base}/invite`} class="stack" novalidate>
        <input type="hidden" name="form" value={sent.form} />
        <Field
          name="address"
          type="email"
          label={signIn.address}
          value={sent.address}
          error={errors.address ?? null}
          autocomplete="off"
          inputmode="email"
          maxlength={254}
        />
        <Field
          name="name"
          label={text.name}
          value={sent.name}
          error={errors.name ?? null}
          autocomplete="off"
          maxlength={100}
        />
        <Choice
          name="role"
          label={page.text.members.role}
          options={roles.map((role) => ({ value: role, label: settings[role] }))}
          value={sent.role}
          error={errors.role ?? null}
        />
        <Checks
          id="practitioner"
          label={text.practitionerAccess}
          options={[
            { name: 'practitioner', label: text.practitionerYes, checked: sent.practitioner === 'yes' },
          ]}
        />
        <p class="soft">{text.practitionerAbout}</p>
        <button type="submit" class="primary">
          {text.submit}
        </button>
      </PostForm>
      <div class="actions">
        <a href={`${base}/members`}>{member.cancel}</a>
      </div>
    </ClinicPage>
  )
}
