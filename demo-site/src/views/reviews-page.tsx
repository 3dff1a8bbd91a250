/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Person } from '../data/people.ts'
import type { Page } from '../http/page.ts'
import { twoFactorSettings } from '../http/settings-path.ts'
import { Layout } from './layout.tsx'
import { ListTable } from './list-table.tsx'
import { Notice } from './notice.tsx'

/** A request as a reviewer sees it: with the person's name, and with times by the clock of the person's clinic. */
export interface Review {
  id: string
  person: Person | null
  name: string
  clinics: string
  asked: string
  /** The end of the waiting period, once it is approved. */
  until: string | null
  /** That end, in milliseconds since 1970. */
  completableAt: number | null
}

interface ReviewsPageProps {
  page: Page
  reviews: Review[]
  notice: string | null
  /** True for a reviewer who has no factor to show yet. */
  needsFactor: boolean
}

/** A table where there is room; a list of cards on a phone, each cell with its own heading. */
export function ReviewsPage({ page, reviews, notice, needsFactor }: ReviewsPageProps) {
  const text = page.text.reviews
  return (
    <Layout page={page} title={text.title} width="wide">
      <p class="lead">{page.clinic === null ? page.text.support.lead : text.lead}</p>
      {notice && <Notice kind="info">{notice}</Notice>}
      {needsFactor && (
        <Notice kind="warn">
          {text.needsFactor} <a href={`${twoFactorSettings}/set-up`}>{text.needsFactorLink}</a>
        </Notice>
      )}
      {reviews.length === 0 ? (
        <p>{text.empty}</p>
      ) : (
        <ListTable caption={text.caption} columns={[text.who, text.clinics, text.asked, text.state]}>
          {reviews.map((review) => (
            <tr>
              <td>
                <a href={`/reviews/${encodeURIComponent(review.id)}`}>{review.name}</a>
              </td>
              <td data-label={text.clinics}>{review.clinics}</td>
              <td data-label={text.asked}>{review.asked}</td>
              <td data-label={text.state}>{stateOf(page, review)}</td>
            </tr>
          ))}
        </ListTable>
      )}
    </Layout>
  )
}

function stateOf({ now, text }: Page, { until, completableAt }: Review): string {
  if (until === null || completableAt === null) return text.reviews.waiting
  return completableAt > now ? text.reviews.approved(until) : text.reviews.ready(until)
}
