import type { EnrollmentBegun, TwoFactor } from 'countersign'
import type { Context } from 'hono'
import { runOnce } from '../data/sent-forms.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import type { NumberRefused } from './number-refusal.ts'

/** A message that was not taken is sent again from the page of the code. */
const leadsToCode = (begun: EnrollmentBegun): begun is Exclude<EnrollmentBegun, NumberRefused> =>
  begun.status === 'pending' || begun.status === 'sms_failed'

/**
 * Has a code sent to the number of a form, once however often the form is sent, and leads to the page that asks for the
 * code. Where none is on its way, returns why.
 *
 * @param ways.keep remembers what is pending from now on
 */
export async function beginPhone(
  c: Context<SiteEnv>,
  site: Site,
  formId: string,
  asked: Parameters<TwoFactor['enrollment']['begin']>[0],
  ways: { keep(enrollmentId: string): unknown; toCode(notice: 'failed' | null): Response },
): Promise<Response | NumberRefused> {
  const begun = await runOnce(
    site.db,
    { formId, now: c.var.page.now },
    async () => {
      const pending = await site.twoFactor.enrollment.begin(asked)
      // Before whoever comes second is led to the code of it.
      if (leadsToCode(pending)) await ways.keep(pending.enrollmentId)
      return pending
    },
    leadsToCode,
  )
  if (begun === null) return ways.toCode(null)
  if (!leadsToCode(begun)) return begun
  return ways.toCode(begun.status === 'sms_failed' ? 'failed' : null)
}
