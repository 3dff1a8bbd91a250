import type { SmsMessage } from 'countersign'
import type { Catalogue } from '../text/catalogue.ts'

/**
 * The text of a code by SMS. It says what the code is good for, so that nobody is talked into reading it out, and ends in
 * the line by which phones offer the code on this site's pages only (WICG, Origin-bound one-time codes delivered via SMS).
 */
export function composeSms(
  { purpose, code }: Pick<SmsMessage, 'purpose' | 'code'>,
  { text, siteName, baseUrl }: { text: Catalogue; siteName: string; baseUrl: string },
): string {
  const { textMessage } = text
  const sentences = {
    login: textMessage.login,
    enroll: textMessage.login,
    step_up: textMessage.stepUp,
    password_reset: textMessage.passwordReset,
    enrollment: textMessage.enrollment,
  }
  return `${sentences[purpose](code, siteName)}\n\n@${new URL(baseUrl).hostname} #${code}`
}
