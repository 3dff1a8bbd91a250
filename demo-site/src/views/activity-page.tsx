/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { AuditEntry } from 'countersign'
import { withQuery } from '../http/local-path.ts'
import type { Page } from '../http/page.ts'
import { twoFactorSettings } from '../http/settings-path.ts'
import { findActivityWords } from './activity-words.ts'
import { Card } from './card.tsx'
import { timeOfAct } from './entry-time.ts'
import { Layout } from './layout.tsx'
import { ListTable } from './list-table.tsx'

interface ActivityPageProps {
  page: Page
  entries: AuditEntry[]
  /** The entry before which the next page begins, or null on the last page. */
  older: string | null
  isNewest: boolean
}

export function ActivityPage({ page, entries, older, isNewest }: ActivityPageProps) {
  const text = page.text.security
  const path = `${twoFactorSettings}/activity`
  return (
    <Layout page={page} title={text.activityTitle}>
      <p class="lead">{text.activityLead}</p>
      {entries.length === 0 ? (
        <p>{text.activityEmpty}</p>
      ) : (
        <ListTable
          caption={text.activityTitle}
          columns={[text.activityWhat, text.activityWhen, text.activityWhere]}
        >
          {entries.map((entry) => (
            <tr>
              <td>
                {findActivityWords(page.text, entry.type)}
                {!entry.intact && <div class="error">{text.activityAltered}</div>}
              </td>
              <td data-label={text.activityWhen}>{page.format.moment(timeOfAct(entry))}</td>
              <td {...(entry.address ? { 'data-label': text.activityWhere } : {})}>{entry.address}</td>
            </tr>
          ))}
        </ListTable>
      )}
      <div class="actions">
        {older && <a href={withQuery(path, { before: older })}>{text.activityOlder}</a>}
        {!isNewest && <a href={path}>{text.activityNewest}</a>}
      </div>
      <Card title={text.notYouTitle}>
        <p>{text.notYou}</p>
        <a class="button" href="/forgotten-password">
          {text.notYouPassword}
        </a>
      </Card>
      <div class="actions">
        <a href={twoFactorSettings}>{text.back}</a>
      </div>
    </Layout>
  )
}
