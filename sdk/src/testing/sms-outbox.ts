import type { SmsMessage, SmsSender } from '../ports.ts'

export interface SmsOutbox extends SmsSender {
  /** What was sent, the oldest first. */
  messages: SmsMessage[]
  /** Makes the next sends fail, so many of them. */
  fail(sends: number): void
}

/**
 * A sender of SMS that keeps what it was given.
 *
 * ```ts
 * import { createSmsOutbox } from 'countersign/testing'
 * const sendSms = createSmsOutbox()
 * sendSms.fail(1)
 * ```
 */
export function createSmsOutbox(): SmsOutbox {
  const messages: SmsMessage[] = []
  let failures = 0
  const send: SmsSender = async (message) => {
    if (failures > 0) {
      failures -= 1
      throw new Error('the gateway is down')
    }
    messages.push(message)
  }
  return Object.assign(send, {
    messages,
    fail(sends: number) {
      failures = sends
    },
  })
}
