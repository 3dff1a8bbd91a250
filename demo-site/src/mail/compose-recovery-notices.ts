import type { TwoFactorEvent } from 'countersign'
import { supportId } from '../data/support.ts'
import type { Letter, NoticeFacts } from './notice-facts.ts'

/** The stages of an account recovery. While one is open, every mail has the link that calls it off. */
export function composeRecoveryNotices({ data }: TwoFactorEvent, facts: NoticeFacts) {
  const { mail, when, text } = facts
  const callOff = () => [mail.recoveryCallOff, facts.link('/recovery/cancel', 'cancelToken')]
  return {
    'account_recovery.link_requested': (): Letter => ({
      subject: mail.recoveryLinkSubject,
      paragraphs: [
        mail.recoveryLink(when),
        facts.link('/recovery/request'),
        mail.linkUntil(facts.until('expiresAt')),
        mail.recoveryLinkNotYou,
      ],
    }),
    'account_recovery.requested': (): Letter => ({
      subject: mail.recoveryRequestedSubject,
      paragraphs: [mail.recoveryRequested(when), ...callOff()],
    }),
    'account_recovery.review_requested': (): Letter => ({
      subject: data.organizationId === supportId ? text.support.mailSubject : mail.recoveryReviewSubject,
      paragraphs: [mail.recoveryReview(facts.member, when)],
    }),
    'account_recovery.approved': (): Letter => ({
      subject: mail.recoveryApprovedSubject,
      paragraphs: [mail.recoveryApproved(when, facts.moment('completableAt')), ...callOff()],
    }),
    'account_recovery.reminded': (): Letter => ({
      subject: mail.recoveryRemindedSubject,
      paragraphs: [mail.recoveryReminded(when, facts.moment('completableAt')), ...callOff()],
    }),
    'account_recovery.ready': (): Letter => ({
      subject: mail.recoveryReadySubject,
      paragraphs: [
        mail.recoveryReady(facts.moment('completableAt')),
        facts.link('/recovery/complete', 'completeToken'),
        ...callOff(),
      ],
    }),
    'account_recovery.rejected': (): Letter => ({
      subject: mail.recoveryRejectedSubject,
      paragraphs: [mail.recoveryRejected(when), mail.notYou],
    }),
    'account_recovery.cancelled': (): Letter => ({
      subject: mail.recoveryCalledOffSubject,
      paragraphs: [
        data.by === 'factor'
          ? mail.recoveryCalledOffByUse(when)
          : data.by === 'link'
            ? mail.recoveryCalledOffByLink(when)
            : data.by === 'reset'
              ? mail.recoveryCalledOffByReset(when)
              : mail.recoveryCalledOffByHolder(when),
        mail.notYou,
      ],
    }),
    'account_recovery.expired': (): Letter => ({
      subject: mail.recoveryExpiredSubject,
      paragraphs: [
        data.state === 'approved' ? mail.recoveryUncompleted(when) : mail.recoveryUndecided(when),
        mail.recoveryAskAgain,
        mail.notYou,
      ],
    }),
    'account_recovery.completed': (): Letter => ({
      subject: mail.recoveryCompletedSubject,
      paragraphs: [mail.recoveryCompleted(when), mail.notYou],
    }),
  }
}
