import type { EventType, TwoFactorEvent } from 'countersign'
import type { Format } from '../http/format.ts'
import type { Catalogue } from '../text/catalogue.ts'

/**
 * The mail that tells a person what happened to their account, or null for an event that needs none. It holds neither
 * links nor codes: a notice that asks for nothing gives a forger nothing to imitate.
 */
export function composeNotice(
  event: TwoFactorEvent,
  reader: { text: Catalogue; format: Format; name: string },
): { subject: string; body: string } | null {
  const { mail } = reader.text
  const when = reader.format.moment(event.at)
  const sentences: Record<EventType, { subject: string; sentence: string }> = {
    'two_factor.enabled': { subject: mail.enabledSubject, sentence: mail.enabled(when) },
    'two_factor.disabled': { subject: mail.disabledSubject, sentence: mail.disabled(when) },
    'factor.added': { subject: mail.addedSubject, sentence: mail.added(when) },
    'factor.removed': { subject: mail.removedSubject, sentence: mail.removed(when) },
    'factor.replaced': { subject: mail.replacedSubject, sentence: mail.replaced(when) },
    'recovery_codes.regenerated': { subject: mail.regeneratedSubject, sentence: mail.regenerated(when) },
    'recovery_codes.low': { subject: mail.fewLeftSubject, sentence: mail.fewLeft(when) },
    'trusted_device.added': { subject: mail.trustedSubject, sentence: mail.trusted(when) },
    'trusted_device.reused': { subject: mail.copiedSubject, sentence: mail.copied(when) },
    'recovery_code.used': { subject: mail.recoveryUsedSubject, sentence: mail.recoveryUsed(when) },
    'code.reused': { subject: mail.codeReusedSubject, sentence: mail.codeReused(when) },
    'factor_step.paused': { subject: mail.pausedSubject, sentence: mail.paused(when) },
    'authenticator.suspended': { subject: mail.suspendedSubject, sentence: mail.suspended(when) },
    'authenticator.suspension_lifted': { subject: mail.liftedSubject, sentence: mail.lifted(when) },
  }
  const notice = sentences[event.type]
  if (!notice) return null
  const body = [mail.greeting(reader.name), notice.sentence, mail.notYou, mail.closing].join('\n\n')
  return { subject: notice.subject, body }
}
