/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { MemberReport } from 'countersign'
import type { Invitation } from '../data/invitations.ts'
import type { Member } from '../data/members.ts'
import { clinicPath } from '../http/clinic-path.ts'
import type { Page } from '../http/page.ts'
import { ClinicPage } from './clinic-page.tsx'
import { Notice } from './notice.tsx'
import { inSentence, methodNames, requirementName } from './requirement.ts'
import { roleName } from './role-name.ts'

interface MembersPageProps {
  page: Page
  clinicName: string
  members: { member: Member; report: MemberReport }[]
  invitations: Invitation[]
  notice: string | null
}

export function MembersPage({ page, clinicName, members, invitations, notice }: MembersPageProps) {
  const text = page.text.members
  const base = page.clinic ? clinicPath(page.clinic) : ''
  return (
    <ClinicPage page={page} title={text.title(clinicName)} width="wide">
      <p>{text.lead}</p>
      {notice && <Notice kind="ok">{notice}</Notice>}
      <section class="scroll" tabindex={0} aria-label={text.caption}>
        <table class="list">
          <caption>{text.caption}</caption>
          <thead>
            <tr>
              <th scope="col">{text.name}</th>
              <th scope="col">{text.role}</th>
              <th scope="col">{text.twoFactor}</th>
              <th scope="col">{text.policy}</th>
            </tr>
          </thead>
          <tbody>
            {members.map(({ member, report }) => (
              <tr>
                <th scope="row">
                  <a href={`${base}/members/${encodeURIComponent(member.userId)}`}>{member.name}</a>{' '}
                  {member.userId === page.person?.id && text.you}
                  <span class="soft">{member.address}</span>
                </th>
                <td data-label={text.role}>{roleName(page.text, member)}</td>
                <td data-label={text.twoFactor}>{twoFactorName(page, report)}</td>
                <td data-label={text.policy}>
                  {requirementName(page, { status: report.policy, deadline: report.deadline })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div class="actions">
        <a class="button primary" href={`${base}/invite`}>
          {text.invite}
        </a>
      </div>
      {invitations.length > 0 && <Invitations page={page} base={base} invitations={invitations} />}
    </ClinicPage>
  )
}

function twoFactorName(page: Page, { methods, suspended }: MemberReport): string {
  const text = page.text.members
  if (suspended) return text.suspended
  return methods.length === 0 ? text.off : text.on(inSentence(methodNames(page, methods)))
}

function Invitations({ page, base, invitations }: { page: Page; base: string; invitations: Invitation[] }) {
  const text = page.text.members
  return (
    <section>
      <h2>{text.invited}</h2>
      <table class="list">
        <caption>{text.invitedCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{text.name}</th>
            <th scope="col">{text.role}</th>
            <th scope="col">{text.until}</th>
            <th scope="col">
              <span class="heard">{text.withdraw}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {invitations.map((invitation) => (
            <tr>
              <th scope="row">
                {invitation.name} <span class="soft">{invitation.address}</span>
              </th>
              <td data-label={text.role}>{roleName(page.text, invitation)}</td>
              <td data-label={text.until}>{page.format.date(invitation.expiresAt)}</td>
              <td>
                <form method="post" action={`${base}/invitations/withdraw`}>
                  <input type="hidden" name="address" value={invitation.address} />
                  <button type="submit" aria-label={text.withdrawLabel(invitation.address)}>
                    {text.withdraw}
                  </button>
                </form>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
