/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { MemberReport } from 'countersign'
import type { Invitation } from '../data/invitations.ts'
import type { Member } from '../data/members.ts'
import { clinicPath } from '../http/clinic-path.ts'
import { withQuery } from '../http/local-path.ts'
import type { Page } from '../http/page.ts'
import { ClinicPage } from './clinic-page.tsx'
import { WideTable } from './list-table.tsx'
import { Notice } from './notice.tsx'
import { outOfUseName } from './out-of-use.ts'
import { PostForm } from './post-form.tsx'
import { inSentence, methodNames, requirementName } from './requirement.ts'
import { roleName } from './role-name.ts'

interface MembersPageProps {
  page: Page
  clinicName: string
  members: { member: Member; report: MemberReport }[]
  invitations: Invitation[]
  /** Those whose week is over. */
  lapsed: Invitation[]
  notice: { kind: 'ok' | 'info'; sentence: string } | null
}

export function MembersPage(props: MembersPageProps) {
  const { page, clinicName, members, invitations, lapsed, notice } = props
  const text = page.text.members
  const base = page.clinic ? clinicPath(page.clinic) : ''
  return (
    <ClinicPage page={page} title={text.title(clinicName)} width="wide">
      <p>{text.lead}</p>
      {notice && <Notice kind={notice.kind}>{notice.sentence}</Notice>}
      <WideTable caption={text.caption} columns={[text.name, text.role, text.twoFactor, text.policy]}>
        {members.map(({ member, report }) => (
          <tr>
            <th scope="row">
              <a href={`${base}/members/${encodeURIComponent(member.userId)}`}>{member.name}</a>{' '}
              {member.userId === page.person?.id && text.you}
              <span class="soft">{member.address}</span>
            </th>
            <td data-label={text.role}>{roleName(page.text, member)}</td>
            <td data-label={text.twoFactor}>{twoFactorName(page, report)}</td>
            <td data-label={text.policy}>{requirementName(page, { ...report, status: report.policy })}</td>
          </tr>
        ))}
      </WideTable>
      <div class="actions">
        <a class="button primary" href={`${base}/invite`}>
          {text.invite}
        </a>
      </div>
      {invitations.length > 0 && <Invitations page={page} base={base} invitations={invitations} />}
      {lapsed.length > 0 && <Invitations page={page} base={base} invitations={lapsed} areLapsed />}
    </ClinicPage>
  )
}

function twoFactorName(page: Page, report: MemberReport): string {
  const text = page.text.members
  const { methods } = report
  const outOfUse = outOfUseName(page, report)
  if (outOfUse !== null) return outOfUse
  return methods.length === 0 ? text.off : text.on(inSentence(methodNames(page, methods)))
}

interface InvitationsProps {
  page: Page
  base: string
  invitations: Invitation[]
  areLapsed?: boolean
}

function Invitations({ page, base, invitations, areLapsed = false }: InvitationsProps) {
  const text = page.text.members
  const time = areLapsed ? text.endedOn : text.until
  const caption = areLapsed ? text.lapsedCaption : text.invitedCaption
  return (
    <section>
      <h2>{areLapsed ? text.lapsed : text.invited}</h2>
      <WideTable caption={caption} columns={[text.name, text.role, time]} actions={text.withdraw}>
        {invitations.map((invitation) => (
          <tr>
            <th scope="row">
              {invitation.name} <span class="soft">{invitation.address}</span>
            </th>
            <td data-label={text.role}>{roleName(page.text, invitation)}</td>
            <td data-label={time}>{page.format.date(invitation.expiresAt)}</td>
            <td>
              {areLapsed && (
                <a
                  class="button"
                  href={withQuery(`${base}/invite`, { again: invitation.tokenHash })}
                  aria-label={text.sendAgainLabel(invitation.address)}
                >
                  {text.sendAgain}
                </a>
              )}
              <PostForm page={page} action={`${base}/invitations/withdraw`}>
                <input type="hidden" name="address" value={invitation.address} />
                <button type="submit" aria-label={text.withdrawLabel(invitation.address)}>
                  {text.withdraw}
                </button>
              </PostForm>
            </td>
          </tr>
        ))}
      </WideTable>
    </section>
  )
}
