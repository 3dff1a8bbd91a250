/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { RecoveryOutcome } from 'countersign'
import type { Page } from '../http/page.ts'
import { Layout } from './layout.tsx'
import { Notice } from './notice.tsx'

interface ClosedReviewPageProps {
  page: Page
  outcome: 'approved' | RecoveryOutcome
  /** Who decided, where somebody did. */
  who: string
  /** What a reviewer wrote who came too late; empty when nothing. */
  reason: string
}

/** What became of a request. What was written for it is not lost: it stays there to be copied. */
export function ClosedReviewPage({ page, outcome, who, reason }: ClosedReviewPageProps) {
  const text = page.text.reviews
  const sentences = {
    approved: text.closedApproved(who),
    rejected: text.closedRejected(who),
    cancelled: text.closedCancelled,
    completed: text.closedCompleted,
    expired: text.closedExpired,
  }
  return (
    <Layout page={page} title={text.closedTitle} width="narrow">
      <p>{sentences[outcome]}</p>
      {reason !== '' && (
        <>
          <Notice kind="warn" focus>
            {text.notUsed}
          </Notice>
          <div class="field">
            <label for="reason">{text.notUsedReason}</label>
            <textarea id="reason" rows={3} readonly>
              {reason}
            </textarea>
          </div>
        </>
      )}
      <div class="actions">
        <a href="/reviews">{text.back}</a>
      </div>
    </Layout>
  )
}
