/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Person } from '../data/people.ts'
import type { Page } from '../http/page.ts'
import { Card } from './card.tsx'
import { Layout } from './layout.tsx'
import { Notice } from './notice.tsx'
import { OtherSessions } from './other-sessions.tsx'
import { roleName } from './role-name.ts'

interface SettingsPageProps {
  page: Page
  person: Person
  twoFactorOn: boolean
  otherSessions: number
  notice: string | null
}

export function SettingsPage({ page, person, twoFactorOn, otherSessions, notice }: SettingsPageProps) {
  const text = page.text.settings
  return (
    <Layout page={page} title={text.title}>
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
          </dl>
        </Card>
        <Card title={text.twoFactorTitle}>
          <p>{twoFactorOn ? text.twoFactorOn : text.twoFactorOff}</p>
          <a class="button" href="/settings/two-factor">
            {text.twoFactorOpen}
          </a>
        </Card>
        <OtherSessions page={page} count={otherSessions} />
      </div>
    </Layout>
  )
}
