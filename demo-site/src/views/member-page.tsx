/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { MemberReport } from 'countersign'
import type { Obstacle } from '../auth/authority.ts'
import type { Member } from '../data/members.ts'
import { clinicPath } from '../http/clinic-path.ts'
import { withQuery } from '../http/local-path.ts'
import type { Page } from '../http/page.ts'
import { Card } from './card.tsx'
import { ClinicPage } from './clinic-page.tsx'
import { Notice } from './notice.tsx'
import { outOfUseName } from './out-of-use.ts'
import { methodNames, requirementName } from './requirement.ts'
import { roleName } from './role-name.ts'

interface MemberPageProps {
  page: Page
  member: Member
  report: MemberReport
  /** Why the admin can't act on this person, or null. */
  obstacle: Obstacle | null
  /** What can be done for them, each on a page of its own. */
  acts: readonly { path: string; title: string; about: string }[]
  notice: { kind: 'ok' | 'info'; sentence: string } | null
}

export function MemberPage(props: MemberPageProps) {
  const { page, member, obstacle, acts, notice } = props
  const text = page.text.member
  const base = page.clinic ? clinicPath(page.clinic) : ''
  const own = `${base}/members/${encodeURIComponent(member.userId)}`
  return (
    <ClinicPage page={page} title={member.name}>
      {notice && <Notice kind={notice.kind}>{notice.sentence}</Notice>}
      <div class="cards">
        <Card title={text.status}>
          <Standing {...props} />
          <p class="after">
            <a href={withQuery(`${base}/record`, { member: member.userId })}>
              {text.recordLink(member.name)}
            </a>
          </p>
        </Card>
        {obstacle !== null ? (
          <Card title={text.helpTitle}>
            <p>{obstacle === 'oneself' ? text.oneself : text.higherRole(member.name)}</p>
          </Card>
        ) : (
          <>
            <Card title={text.settingTitle}>
              <p>{text.settingAbout}</p>
              <a class="button" href={`${own}/setting`}>
                {text.settingTitle}
              </a>
            </Card>
            {acts.map(({ path, title, about }) => (
              <Card title={title}>
                <p>{about}</p>
                <a class="button" href={`${own}/${path}`}>
                  {title}
                </a>
              </Card>
            ))}
          </>
        )}
      </div>
      <div class="actions">
        <a href={`${base}/members`}>{text.back}</a>
      </div>
    </ClinicPage>
  )
}

function Standing({ page, member, report }: MemberPageProps) {
  const { text, format } = page
  const words = text.member
  const { methods, enabledAt, lastUsedAt, recoveryCodesLeft, trustedDevices } = report
  return (
    <dl>
      <dt>{words.address}</dt>
      <dd>{member.address}</dd>
      <dt>{words.role}</dt>
      <dd>{roleName(text, member)}</dd>
      <dt>{words.state}</dt>
      <dd>{outOfUseName(page, report) ?? (enabledAt === null ? words.off : words.on)}</dd>
      {enabledAt !== null && (
        <>
          <dt>{words.methods}</dt>
          <dd>{methodNames(page, methods)}</dd>
          <dt>{words.since}</dt>
          <dd>{format.date(enabledAt)}</dd>
          <dt>{words.lastUsed}</dt>
          <dd>{lastUsedAt === null ? words.never : format.moment(lastUsedAt)}</dd>
          <dt>{words.codesLeft}</dt>
          <dd>{recoveryCodesLeft}</dd>
          <dt>{words.computers}</dt>
          <dd>{trustedDevices}</dd>
        </>
      )}
      <dt>{words.requirement}</dt>
      <dd>{requirementName(page, { ...report, status: report.policy })}</dd>
    </dl>
  )
}
