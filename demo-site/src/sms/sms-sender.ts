import type { SmsSender } from 'countersign'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { addSms } from '../data/outbox.ts'
import type { Database } from '../db/database.ts'
import { type Log, silentLog } from '../log.ts'
import { fallbackLocale, isLocale, textIn } from '../text/catalogue.ts'
import { composeSms } from './compose-sms.ts'

/** A person waits at the page meanwhile. */
const webhookTimeoutMs = 10_000

/** Whether codes get to phones at all: without a gateway they go to the demo's mailbox, and production has none. */
export function sendsSms({ smsWebhookUrl, production }: Config): boolean {
  return smsWebhookUrl !== null || !production
}

/**
 * How codes get to phones: by the gateway behind `SMS_WEBHOOK_URL`; without one into the demo's mailbox. Null where
 * neither is there: Countersign then says `sms_unavailable`, and the site offers the app alone.
 */
export function createSmsSender(
  config: Config,
  db: Database,
  clock: Clock,
  log: Log = silentLog,
): SmsSender | null {
  const { smsWebhookUrl, issuer, baseUrl } = config
  if (!sendsSms(config)) return null
  return async ({ number, code, purpose, locale: asked }) => {
    const locale = isLocale(asked) ? asked : fallbackLocale
    const text = composeSms({ purpose, code }, { text: textIn(locale), siteName: issuer, baseUrl })
    if (smsWebhookUrl !== null) await callWebhook(smsWebhookUrl, { to: number, text }, log)
    else await addSms(db, { to: number, locale, body: text, at: clock.now() })
  }
}

/**
 * Throws unless the gateway took the message. Neither what is thrown nor the line in the log has the number, the code or
 * the address of the gateway.
 */
async function callWebhook(url: string, message: { to: string; text: string }, log: Log): Promise<void> {
  const status = await post(url, message).catch((error: Error) => {
    log.error('sms.failed', { status: null, name: error.name, code: readCode(error.cause) })
    throw new Error('the SMS gateway did not answer')
  })
  if (status >= 200 && status < 300) return
  log.error('sms.failed', { status, name: null, code: null })
  throw new Error(`the SMS gateway answered ${status}`)
}

async function post(url: string, message: { to: string; text: string }): Promise<number> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message),
    // Followed, a redirect would carry the code to wherever it points.
    redirect: 'manual',
    signal: AbortSignal.timeout(webhookTimeoutMs),
  })
  await answer.body?.cancel()
  return answer.status
}

/** Such as `ECONNREFUSED`, or null. */
function readCode(cause: unknown): string | null {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : null
}
