import type { TwoFactorEvent } from 'countersign'
import type { Letter, NoticeFacts } from './notice-facts.ts'

/** What admins did or ask to do: to the person whom it concerns, and to those who answer for their other clinics. */
export function composeAdminNotices({ data }: TwoFactorEvent, facts: NoticeFacts) {
  const { mail, when, who, member } = facts
  const tell = (subject: string, ...sentences: string[]): Letter => ({
    subject,
    paragraphs: [sentences.join(' '), mail.notAsked],
  })
  return {
    'two_factor.reset': () => tell(mail.factorResetSubject, mail.factorReset(who, when)),
    'bypass.allowed': () => tell(mail.bypassSubject, mail.bypass(who, when, facts.until('expiresAt'))),
    'factor_step.pause_ended': () => tell(mail.pauseEndedSubject, mail.pauseEnded(who, when)),
    'trusted_devices.revoked': () =>
      tell(
        mail.devicesRevokedSubject,
        mail.devicesRevoked(who, when),
        ...(Number(data.count) > 0 ? [mail.devicesForgotten] : []),
        ...(data.enrolled === true ? [mail.devicesAsked] : []),
      ),
    'admin.confirmation_requested': (): Letter => ({
      subject: mail.confirmSubject,
      paragraphs: [
        data.act === 'reset' ? mail.confirmReset(who, when) : mail.confirmBypass(who, when),
        mail.confirmWhy,
        facts.requestLink('/admin-request'),
        mail.linkUntil(facts.until('expiresAt')),
        mail.confirmNotAsked,
      ],
    }),
    'admin.acted_elsewhere': (): Letter => ({
      subject: mail.elsewhereSubject,
      paragraphs: [
        data.act === 'reset'
          ? mail.elsewhereReset(who, member, when)
          : data.act === 'allow_once'
            ? mail.elsewhereBypass(who, member, when)
            : mail.elsewhereRecovery(who, member, when),
        mail.elsewhereWhy,
      ],
    }),
  }
}
