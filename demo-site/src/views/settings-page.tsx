/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Person } from '../data/people.ts'
import type { Page } from '../http/page.ts'
import { twoFactorSettings } from '../http/settings-path.ts'
import { Card } from './card.tsx'
import { ClinicCard } from './clinic-card.tsx'
import { Layout } from './layout.tsx'
import { Notice } from './notice.tsx'
import { OtherSessions } from './other-sessions.tsx'
import { roleName } from './role-name.ts'

interface SettingsPageProps {
  page: Page
  person: Person
  twoFactorOn: boolean
  otherSessions: number
  /** Of the clinic that is shown, for its owners and admins. */
  members: { on: number; all: number } | null
  notice: string | null
}

/** Who is a practitioner anywhere sees a practitioner's settings, whatever other roles there are; owners and admins theirs. */
export function SettingsPage(props: SettingsPageProps) {
  const { page, person, twoFactorOn, otherSessions, members, notice } = props
  const text = page.text.settings
  const isPractitioner = person.memberships.some(
    ({ role, practitioner }) => practitioner || role === 'practitioner',
  )
  return (
    <Layout page={page} title={isPractitioner ? text.title : page.text.admin.settingsTitle}>
      {notice && <Notice kind="ok">{notice}</Notice>}
      <div class="cards">
        <Card title={text.you}>
          <dl>
            <dt>{text.name}</dt>
            <dd>{person.name}</dd>
            <dt>{text.address}</dt>
            <dd>{person.address}</dd>
            <dt>{text.roles}</dt>
            {person.memberships.map((membership) => (
              <dd>
                {membership.clinicName} <span class="soft">{roleName(page.text, membership)}</span>
              </dd>
            ))}
            {person.isSupport && <dd>{page.text.support.title}</dd>}
          </dl>
        </Card>
        <Card title={text.twoFactorTitle}>
          <p>{twoFactorOn ? text.twoFactorOn : text.twoFactorOff}</p>
          <a class="button" href={twoFactorSettings}>
            {text.twoFactorOpen}
          </a>
        </Card>
        {!isPractitioner && <ClinicCard page={page} members={members} />}
        <OtherSessions page={page} count={otherSessions} />
      </div>
    </Layout>
  )
}
