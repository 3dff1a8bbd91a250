import type { EventType, TwoFactorEvent } from 'countersign'
import { composeAdminNotices } from './compose-admin-notices.ts'
import { composeRecoveryNotices } from './compose-recovery-notices.ts'
import { toMailText } from './mail-text.ts'
import { type Letter, type NoticeReader, readFacts } from './notice-facts.ts'

/**
 * The mail that tells a person what happened to their account, or null for an event that needs none. It holds neither
 * links nor codes but for what the event carries for it: a notice that asks for nothing gives a forger nothing to imitate.
 */
export function composeNotice(
  event: TwoFactorEvent,
  reader: NoticeReader,
): { subject: string; body: string } | null {
  const facts = readFacts(event, reader)
  const { mail, when } = facts
  const tell = (subject: string, sentence: string) => (): Letter => ({
    subject,
    paragraphs: [sentence, mail.notYou],
  })
  const bySms = event.data.type === 'sms'
  const letters: Record<EventType, () => Letter> = {
    'sign_in.proof_requested': () => ({
      // Never in the subject: that is shown on locked screens.
      subject: mail.proofSubject,
      paragraphs: [
        mail.proof(when),
        facts.code(),
        mail.proofUntil(facts.until('expiresAt')),
        mail.proofNotYou,
      ],
    }),
    'two_factor.enabled': tell(mail.enabledSubject, bySms ? mail.enabledSms(when) : mail.enabled(when)),
    'two_factor.disabled': tell(mail.disabledSubject, mail.disabled(when)),
    'factor.added': bySms
      ? tell(mail.addedSmsSubject, mail.addedSms(when))
      : tell(mail.addedSubject, mail.added(when)),
    'factor.removed': tell(mail.removedSubject, mail.removed(when)),
    'factor.replaced': bySms
      ? tell(mail.replacedSmsSubject, mail.replacedSms(when))
      : tell(mail.replacedSubject, mail.replaced(when)),
    'recovery_codes.regenerated': tell(mail.regeneratedSubject, mail.regenerated(when)),
    'recovery_codes.low': tell(mail.fewLeftSubject, mail.fewLeft(when)),
    'trusted_device.added': tell(mail.trustedSubject, mail.trusted(when)),
    'trusted_device.reused': tell(mail.copiedSubject, mail.copied(when)),
    'recovery_code.used': tell(mail.recoveryUsedSubject, mail.recoveryUsed(when)),
    'code.reused': tell(mail.codeReusedSubject, mail.codeReused(when)),
    'code.accepted_after_failures': tell(mail.lateSubject, mail.late(when)),
    'challenge.exhausted': tell(mail.exhaustedSubject, mail.exhausted(when)),
    'factor_step.paused': tell(mail.pausedSubject, mail.paused(when)),
    'authenticator.suspended': tell(mail.suspendedSubject, mail.suspended(when)),
    'authenticator.suspension_lifted': tell(mail.liftedSubject, mail.lifted(when)),
    ...composeAdminNotices(event, facts),
    ...composeRecoveryNotices(event, facts),
  }
  if (!Object.hasOwn(letters, event.type)) return null
  const { subject, paragraphs } = letters[event.type]()
  return toMailText(subject, [mail.greeting(reader.name), ...paragraphs, reader.siteName])
}
