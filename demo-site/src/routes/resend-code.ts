import type { TwoFactor } from 'countersign'
import type { Context } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { readSmsRefusal, type SmsRefusal } from './sms-refusal.ts'

type Asked = Parameters<TwoFactor['enrollment']['sendSms']>[0]

/**
 * Sends another code to a phone number that is being set up.
 *
 * @param ways.leave cancelled or confirmed in another tab meanwhile
 */
export async function resendCode(
  c: Context<SiteEnv>,
  site: Site,
  asked: Asked,
  ways: {
    toCode(notice: 'sent' | 'failed'): Response
    refuse(refusal: SmsRefusal): Promise<Response>
    leave(): Response | Promise<Response>
  },
): Promise<Response> {
  const ip = clientAddress(c, site.config.trustedProxies)
  const result = await site.twoFactor.enrollment.sendSms({ ...asked, ip })
  switch (result.status) {
    case 'sent':
      return ways.toCode('sent')
    case 'sms_failed':
      return ways.toCode('failed')
    case 'too_soon':
    case 'sms_limited':
    case 'sms_unavailable':
    case 'challenge_exhausted':
      return ways.refuse(readSmsRefusal(c.var.page, result))
    default:
      return ways.leave()
  }
}
