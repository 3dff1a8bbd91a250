/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { AuditEntry } from 'countersign'
import type { Member } from '../data/members.ts'
import { isRole } from '../data/people.ts'
import { clinicPath } from '../http/clinic-path.ts'
import { withQuery } from '../http/local-path.ts'
import type { Page } from '../http/page.ts'
import { Card } from './card.tsx'
import { ClinicPage } from './clinic-page.tsx'
import { lateTime, timeOfAct } from './entry-time.ts'
import { ListTable } from './list-table.tsx'
import { findRecordWords, type RecordKind, recordKinds } from './record-words.ts'
import { roleName } from './role-name.ts'

interface RecordPageProps {
  page: Page
  clinicName: string
  members: Member[]
  entries: AuditEntry[]
  filter: { member: string | null; kind: RecordKind | null }
  /** The id of the last entry, when there are older ones. */
  older: string | null
  isNewest: boolean
}

export function RecordPage(props: RecordPageProps) {
  const { page, clinicName, members, entries, filter, older, isNewest } = props
  const text = page.text.record
  const path = `${page.clinic ? clinicPath(page.clinic) : ''}/record`
  return (
    <ClinicPage page={page} title={text.title(clinicName)} width="wide">
      <p>{text.lead}</p>
      <form method="get" action={path} class="filter" aria-label={text.filter}>
        <label>
          <span>{text.who}</span>
          <select name="member">
            <option value="">{text.everybody}</option>
            {members.map(({ userId, name }) => (
              <option value={userId} selected={userId === filter.member}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{text.kind}</span>
          <select name="kind">
            <option value="">{text.everything}</option>
            {Object.entries(recordKinds).map(([kind, words]) => (
              <option value={kind} selected={kind === filter.kind}>
                {words(text)}
              </option>
            ))}
          </select>
        </label>
        <button type="submit">{text.show}</button>
      </form>
      {entries.length === 0 ? (
        <p>{filter.member || filter.kind || !isNewest ? text.emptyFiltered : text.empty}</p>
      ) : (
        <Entries {...props} />
      )}
      <div class="actions">
        {!isNewest && <a href={withQuery(path, { ...filter })}>{text.newest}</a>}
        {older !== null && <a href={withQuery(path, { ...filter, before: older })}>{text.older}</a>}
      </div>
      <Card title={text.verifyTitle}>
        <p>{text.verifyAbout}</p>
        <a class="button" href={`${path}/check`}>
          {text.verify}
        </a>
      </Card>
    </ClinicPage>
  )
}

function Entries({ page, members, entries }: RecordPageProps) {
  const text = page.text.record
  const names = new Map(members.map(({ userId, name }) => [userId, name]))
  return (
    <ListTable caption={text.caption} columns={[text.when, text.who, text.what]}>
      {entries.map((entry) => (
        <tr>
          <td>{page.format.moment(timeOfAct(entry))}</td>
          <td data-label={text.who}>{names.get(entry.userId)}</td>
          <td>
            {findRecordWords(text, entry.type)}
            <Particulars page={page} names={names} entry={entry} />
          </td>
        </tr>
      ))}
    </ListTable>
  )
}

/** Who did it, why and where, when it was not the member; of admins of other clinics no more than that it was one. */
function Particulars({
  page,
  names,
  entry,
}: {
  page: Page
  names: ReadonlyMap<string, string>
  entry: AuditEntry
}) {
  const text = page.text.record
  const { actorId, userId, address, data, intact } = entry
  const actor = actorId === null || actorId === userId ? null : (names.get(actorId) ?? text.anAdminElsewhere)
  const writtenAt = lateTime(entry)
  const isOurs = actor === null || names.has(actorId ?? '')
  const parts = [
    ...(actor === null ? [] : [text.by(actor)]),
    ...describeInvitation(page, entry),
    ...(isOurs && actorId !== null && typeof data.reason === 'string' ? [text.reason(data.reason)] : []),
    ...(isOurs && address !== null ? [text.from(address)] : []),
    ...(writtenAt === null ? [] : [text.writtenLater(page.format.moment(writtenAt))]),
  ]
  return (
    <>
      {parts.length > 0 && <span class="soft"> {parts.join(', ')}</span>}
      {!intact && <p class="error">{text.edited}</p>}
    </>
  )
}

/** Whom an invitation is for, as far as the record knows, and as what. */
function describeInvitation({ text }: Page, { data: { invited, role, practitioner } }: AuditEntry): string[] {
  if (typeof invited !== 'string') return []
  return isRole(role) ? [invited, roleName(text, { role, practitioner: practitioner === true })] : [invited]
}

interface RecordCheckPageProps {
  page: Page
  isIntact: boolean
  unsealed: number
}

/** What looking through the whole record came to. */
export function RecordCheckPage({ page, isIntact, unsealed }: RecordCheckPageProps) {
  const text = page.text.record
  const when = page.format.moment(page.now)
  return (
    <ClinicPage page={page} title={text.verifiedTitle}>
      <div class={`notice ${isIntact ? 'ok' : 'danger'}`} role={isIntact ? 'status' : 'alert'}>
        {isIntact ? text.intact(when) : text.damaged(when)}
      </div>
      {isIntact && unsealed > 0 && <p>{text.unsealed(unsealed)}</p>}
      <p>
        <a href={`${page.clinic ? clinicPath(page.clinic) : ''}/record`}>{text.back}</a>
      </p>
    </ClinicPage>
  )
}
