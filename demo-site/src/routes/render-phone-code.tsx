/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { PendingSms } from 'countersign'
import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { render, setRetryAfter } from '../http/render.ts'
import type { SiteEnv } from '../http/site.ts'
import { ProvePhonePage } from '../views/prove-phone-page.tsx'
import type { FirstCodeFault } from './first-code.ts'
import { type SmsRefusal, secondsUntil } from './sms-refusal.ts'

/** The page of the code that has come to a new number; `notice` in the address says what became of the last wish for one. */
export function renderPhoneCode(
  c: Context<SiteEnv>,
  pending: PendingSms,
  ways: { action: string; fields: Child; about?: Child; otherNumber: string; leave: Child },
  { fault, refusal }: { fault?: FirstCodeFault; refusal?: SmsRefusal },
): Promise<Response> {
  const { page } = c.var
  const { phone } = page.text
  const { resendAt } = pending
  const notice = c.req.query('notice')
  if (refusal && refusal.until !== null) setRetryAfter(c, refusal.until, page.now)
  return render(
    c,
    <ProvePhonePage
      page={page}
      pending={pending}
      {...ways}
      notice={notice === 'sent' ? phone.codeSent : null}
      problem={
        refusal?.sentence ?? (notice === 'failed' ? phone.failed : notice === 'stale' ? phone.stale : null)
      }
      isSent={notice !== 'failed'}
      error={fault?.error ?? null}
      attemptsLeft={fault?.attemptsLeft ?? null}
      resendIn={resendAt !== null && resendAt > page.now ? secondsUntil(resendAt, page.now) : null}
    />,
    fault?.status ?? refusal?.status ?? 200,
  )
}
