/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { RecoveryRead } from 'countersign'
import { type Context, Hono } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import { askForFactor, readFreshFactor } from '../auth/fresh-factor.ts'
import { signedIn } from '../auth/signed-in.ts'
import { takeUnsentForm } from '../auth/unsent-form.ts'
import { findPerson, isClinicAdmin, isReviewer } from '../data/people.ts'
import { readForm } from '../http/form.ts'
import { formatFor } from '../http/format.ts'
import { withQuery } from '../http/local-path.ts'
import { render } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { ClosedReviewPage } from '../views/closed-review-page.tsx'
import { LinkPage } from '../views/link-page.tsx'
import { longestReason, ReviewPage } from '../views/review-page.tsx'
import { ReviewsPage } from '../views/reviews-page.tsx'
import { findShown, listReviews } from './review-list.ts'

const path = '/reviews'

const outcomes = { approve: 'approved', reject: 'rejected' } as const

/** From what the path of a request said, which may be anything. */
const requestPath = (requestId: string) => `${path}/${encodeURIComponent(requestId)}`

/** Where owners and admins decide on account recoveries of people of their clinics, and support on the others. */
export function reviewRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get(path, (c) => showList(c, site))
    .get(`${path}/:id`, (c) => showRequest(c, site))
    .post(`${path}/:id`, (c) => decide(c, site))
}

async function showList(c: Context<SiteEnv>, site: Site): Promise<Response> {
  const { person } = signedIn(c)
  const { page } = c.var
  if (!isReviewer(person)) return c.notFound()
  const reviews = await listReviews(site, page.locale, person.id)
  const factors = await site.twoFactor.factors.list({ userId: person.id })
  const notice = findNotice(c, reviews)
  return render(
    c,
    <ReviewsPage page={page} reviews={reviews} notice={notice} needsFactor={factors.length === 0} />,
  )
}

/** What has become of the request that was decided a moment ago, as it stands now. */
function findNotice(c: Context<SiteEnv>, reviews: Awaited<ReturnType<typeof listReviews>>): string | null {
  const text = c.var.page.text.reviews
  const id = c.req.query('decided')
  if (id === undefined) return c.req.query('notice') === 'rejected' ? text.isRejected : null
  const review = reviews.find((one) => one.id === id)
  if (review === undefined) return text.isClosed
  return review.until === null ? text.isOpen(review.name) : text.isApproved(review.name, review.until)
}

interface Filled {
  reason: string
  error: string | null
}

async function showRequest(c: Context<SiteEnv>, site: Site, sent?: Filled): Promise<Response> {
  const actorId = signedIn(c).person.id
  const requestId = c.req.param('id') ?? ''
  const read = await site.twoFactor.accountRecovery.read({
    ...{ actorId, requestId, stepUp: readFreshFactor(c) },
    ip: clientAddress(c, site.config.trustedProxies),
  })
  if (read.status !== 'ok' && read.status !== 'closed') return refuse(c, requestId, read.status)
  const filled = sent ?? { reason: takeUnsentForm(c, site, 'reason')?.reason ?? '', error: null }
  if (read.status === 'closed') return showClosed(c, site, read, filled.reason)
  const { page } = c.var
  const { request, details } = read
  const shown = await findShown(site, page.locale, request)
  const reviewer = request.reviewedBy === null ? null : await findPerson(site.db, request.reviewedBy)
  const { memberships, isSupport } = signedIn(c).person
  const own = memberships.filter(isClinicAdmin)
  const isOwn = (clinicId: string) => own.some((mine) => mine.clinicId === clinicId)
  return render(
    c,
    <ReviewPage
      page={page}
      review={shown}
      details={details}
      openUntil={formatFor(page.locale, shown.person).moment(request.expiresAt)}
      reviewer={reviewer?.name ?? null}
      elsewhere={!isSupport && shown.person?.memberships.some(({ clinicId }) => !isOwn(clinicId))}
      forSupport={isSupport && !shown.person?.memberships.some(({ clinicId }) => isOwn(clinicId))}
      {...filled}
    />,
    filled.error === null ? 200 : 422,
  )
}

async function decide(c: Context<SiteEnv>, site: Site): Promise<Response> {
  const form = await readForm(c, 'decision', 'reason')
  const { decision, reason } = form
  const text = c.var.page.text.review
  const requestId = c.req.param('id') ?? ''
  if (decision !== 'approve' && decision !== 'reject') return c.redirect(requestPath(requestId), 303)
  if (reason.length > longestReason)
    return showRequest(c, site, { reason, error: text.reasonTooLong(longestReason) })
  const reviewed = await site.twoFactor.accountRecovery.review({
    ...{ actorId: signedIn(c).person.id, stepUp: readFreshFactor(c), requestId },
    ...{ decision, reason, ip: clientAddress(c, site.config.trustedProxies) },
  })
  if (reviewed.status === 'reason_required')
    return showRequest(c, site, { reason: '', error: text.reasonMissing })
  if (reviewed.status === 'closed') {
    const { outcome, reviewedBy } = reviewed
    // The same form once more is answered as before.
    const isTwin = reviewedBy === signedIn(c).person.id && outcome === outcomes[decision]
    if (!isTwin) return showClosed(c, site, reviewed, reason)
  } else if (reviewed.status !== 'ok') return refuse(c, requestId, reviewed.status)
  const notice = decision === 'approve' ? { decided: requestId } : { notice: 'rejected' }
  return c.redirect(withQuery(path, notice), 303)
}

/** What became of a request that is closed, and what was written for a decision that came too late. */
async function showClosed(
  c: Context<SiteEnv>,
  site: Site,
  { outcome, reviewedBy }: Extract<RecoveryRead, { status: 'closed' }>,
  reason: string,
): Promise<Response> {
  // What was kept beside a proof that came between is shown as what it is: of no use any more.
  const page = { ...c.var.page, isUnsent: false }
  const reviewer = reviewedBy === null ? null : await findPerson(site.db, reviewedBy)
  const who = reviewer?.name ?? page.text.review.anAdmin
  return render(c, <ClosedReviewPage page={page} outcome={outcome} who={who} reason={reason} />, 410)
}

/** Why a request is not shown, or not decided. One of another clinic is simply not there. */
function refuse(
  c: Context<SiteEnv>,
  requestId: string,
  status: Exclude<RecoveryRead['status'], 'ok' | 'closed'>,
): Response | Promise<Response> {
  const { page } = c.var
  const text = page.text.reviews
  const links = [{ href: path, label: text.back }]
  switch (status) {
    case 'not_found':
      return c.notFound()
    case 'step_up_required':
      return askForFactor(c, requestPath(requestId))
    case 'not_allowed':
      return render(
        c,
        <LinkPage page={page} title={text.notYours} sentences={[text.notYoursWhy]} links={links} />,
        403,
      )
  }
}
