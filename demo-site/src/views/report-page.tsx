/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { MemberReport } from 'countersign'
import { hasTwoFactor } from '../auth/has-two-factor.ts'
import type { Member } from '../data/members.ts'
import { clinicPath } from '../http/clinic-path.ts'
import type { Page } from '../http/page.ts'
import { ClinicPage } from './clinic-page.tsx'
import { WideTable } from './list-table.tsx'
import { Notice } from './notice.tsx'
import { outOfUseName } from './out-of-use.ts'
import { PostForm } from './post-form.tsx'
import { methodNames, requirementName } from './requirement.ts'

interface ReportPageProps {
  page: Page
  clinicName: string
  rows: { member: Member; report: MemberReport; canBeAsked: boolean }[]
  notice: { kind: 'ok' | 'info'; sentence: string } | null
}

export function ReportPage({ page, clinicName, rows, notice }: ReportPageProps) {
  const { report: text, members, member: words } = page.text
  const base = `${page.clinic ? clinicPath(page.clinic) : ''}/report`
  const on = rows.filter(({ report }) => hasTwoFactor(report)).length
  const toAsk = rows.filter(({ canBeAsked }) => canBeAsked).length
  return (
    <ClinicPage page={page} title={text.title(clinicName)} width="wide">
      <p>{text.counted(on, rows.length)}</p>
      {notice && <Notice kind={notice.kind}>{notice.sentence}</Notice>}
      <WideTable
        caption={text.caption}
        columns={[
          members.name,
          members.twoFactor,
          words.since,
          words.lastUsed,
          words.codesLeft,
          words.computers,
          words.requirement,
        ]}
      >
        {rows.map((row) => (
          <Row page={page} base={base} {...row} />
        ))}
      </WideTable>
      <div class="actions">
        <a class="button" href={`${base}/csv`}>
          {text.download}
        </a>
        {toAsk > 0 && (
          <PostForm page={page} action={`${base}/ask`}>
            <button type="submit" class="primary">
              {text.nudgeAll(toAsk)}
            </button>
          </PostForm>
        )}
      </div>
      {toAsk > 0 && <p class="soft">{text.nudgeAbout}</p>}
    </ClinicPage>
  )
}

function Row({
  page,
  base,
  member,
  report,
  canBeAsked,
}: { page: Page; base: string } & ReportPageProps['rows'][number]) {
  const { report: text, members, member: words } = page.text
  const { format } = page
  const isOn = report.methods.length > 0
  return (
    <tr>
      <th scope="row">
        {member.name} <span class="soft">{member.address}</span>
      </th>
      <td data-label={members.twoFactor}>
        {outOfUseName(page, report) ?? (isOn ? methodNames(page, report.methods) : members.off)}
        {canBeAsked && (
          <PostForm page={page} action={`${base}/ask`}>
            <input type="hidden" name="member" value={member.userId} />
            <button type="submit" aria-label={text.nudgeLabel(member.name)}>
              {text.nudge}
            </button>
          </PostForm>
        )}
      </td>
      <td data-label={words.since}>{report.enabledAt === null ? '–' : format.date(report.enabledAt)}</td>
      <td data-label={words.lastUsed}>{report.lastUsedAt === null ? '–' : format.date(report.lastUsedAt)}</td>
      <td data-label={words.codesLeft}>{isOn ? report.recoveryCodesLeft : '–'}</td>
      <td data-label={words.computers}>{report.trustedDevices}</td>
      <td data-label={words.requirement}>{requirementName(page, { ...report, status: report.policy })}</td>
    </tr>
  )
}
