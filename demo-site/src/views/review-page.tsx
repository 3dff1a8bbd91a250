/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Page } from '../http/page.ts'
import { Card } from './card.tsx'
import { Layout } from './layout.tsx'
import { Notice } from './notice.tsx'
import { PostForm } from './post-form.tsx'
import type { Review } from './reviews-page.tsx'

/** Characters, as Countersign takes them. */
export const longestReason = 500

interface ReviewPageProps {
  page: Page
  review: Review
  /** What the person wrote down, by the names of `recovery-request-page.tsx`. */
  details: Readonly<Record<string, string>>
  openUntil: string
  /** Who approved it, when that is still known. */
  reviewer: string | null
  /** True when the person belongs to a clinic in which the reviewer is no admin. */
  elsewhere: boolean | undefined
  /** True when it is for support to decide, whose records are those of the site. */
  forSupport: boolean
  reason: string
  error: string | null
}

/** Who asks, what to check, and the decision. */
export function ReviewPage(props: ReviewPageProps) {
  const { page, review, details, openUntil, reviewer, forSupport } = props
  const text = page.text.review
  const names = {
    cardDigits: text.cardDigits,
    cardName: text.cardName,
    studentNumber: text.studentNumber,
  }
  return (
    <Layout page={page} title={text.title(review.name)}>
      <div class="review">
        <Card title={text.person}>
          <dl>
            <dt>{text.name}</dt>
            <dd>{review.name}</dd>
            <dt>{text.address}</dt>
            <dd>{review.person?.address}</dd>
            <dt>{text.clinics}</dt>
            <dd>{review.clinics}</dd>
            <dt>{text.since}</dt>
            <dd>{review.asked}</dd>
            <dt>{text.until}</dt>
            <dd>{openUntil}</dd>
          </dl>
        </Card>
        <Card title={text.given}>
          <dl>
            {Object.entries(names)
              .filter(([name]) => details[name])
              .map(([name, label]) => (
                <>
                  <dt>{label}</dt>
                  <dd>{details[name]}</dd>
                </>
              ))}
          </dl>
        </Card>
        {review.until === null ? (
          <>
            <h2>{text.checkTitle}</h2>
            <ul class="steps">
              <li>{forSupport ? page.text.support.checkRecords : text.checkRecords}</li>
              <li>{text.checkVoice}</li>
              <li>{text.checkNoCode}</li>
            </ul>
            <Decision {...props} />
          </>
        ) : (
          <Card title={text.approvedTitle}>
            <p>{text.approvedBy(reviewer ?? text.anAdmin, review.until)}</p>
          </Card>
        )}
      </div>
      <div class="actions">
        <a href="/reviews">{page.text.reviews.back}</a>
      </div>
    </Layout>
  )
}

function Decision({ page, review, elsewhere, reason, error }: ReviewPageProps) {
  const text = page.text.review
  return (
    <>
      <h2>{text.decideTitle}</h2>
      <p>{text.decideAbout}</p>
      {elsewhere && <Notice kind="info">{text.elsewhere}</Notice>}
      <PostForm page={page} action={`/reviews/${encodeURIComponent(review.id)}`} class="stack" novalidate>
        <div class="field">
          <label for="reason">{text.reason}</label>
          <p class="hint" id="reason-hint">
            {text.reasonHint}
          </p>
          {error && (
            <p class="error" id="reason-error" role="alert">
              {error}
            </p>
          )}
          <textarea
            id="reason"
            name="reason"
            rows={3}
            maxlength={longestReason}
            autofocus={error !== null}
            aria-invalid={error ? 'true' : undefined}
            aria-describedby={error ? 'reason-error reason-hint' : 'reason-hint'}
          >
            {reason}
          </textarea>
        </div>
        <div class="actions">
          <button type="submit" name="decision" value="approve" class="primary">
            {text.approve}
          </button>
          <button type="submit" name="decision" value="reject">
            {text.reject}
          </button>
        </div>
      </PostForm>
    </>
  )
}
