import type { Catalogue } from '../text/catalogue.ts'

type Activity = Catalogue['activity']

/** What each type of entry in Countersign's record is called, to the person whom it concerns. */
const words: Readonly<Record<string, (activity: Activity) => string>> = {
  'enrollment.started': (text) => text.enrollmentStarted,
  'enrollment.cancelled': (text) => text.enrollmentCancelled,
  'enrollment.rejected': (text) => text.enrollmentRejected,
  'two_factor.enabled': (text) => text.enabled,
  'two_factor.disabled': (text) => text.disabled,
  'recovery_codes.issued': (text) => text.codesIssued,
  'recovery_codes.regenerated': (text) => text.codesRegenerated,
  'recovery_code.used': (text) => text.codeUsed,
  'factor.added': (text) => text.factorAdded,
  'factor.replaced': (text) => text.factorReplaced,
  'factor.removed': (text) => text.factorRemoved,
  'factor.renamed': (text) => text.factorRenamed,
  'factor.preferred': (text) => text.factorPreferred,
  'login.challenged': (text) => text.loginChallenged,
  'login.verified': (text) => text.loginVerified,
  'login.cancelled': (text) => text.loginCancelled,
  'login.trusted_device': (text) => text.loginTrusted,
  'step_up.challenged': (text) => text.stepUpChallenged,
  'step_up.verified': (text) => text.stepUpVerified,
  'step_up.cancelled': (text) => text.stepUpCancelled,
  'password_reset.challenged': (text) => text.resetChallenged,
  'password_reset.verified': (text) => text.resetVerified,
  'password_reset.cancelled': (text) => text.resetCancelled,
  'password_reset.permitted': (text) => text.resetPermitted,
  'password_reset.tried': (text) => text.resetTried,
  'enroll.challenged': (text) => text.enrollChallenged,
  'enroll.verified': (text) => text.enrollVerified,
  'enroll.cancelled': (text) => text.enrollCancelled,
  'proof.sent': (text) => text.proofSent,
  'bypass.ended': (text) => text.bypassEnded,
  'code.rejected': (text) => text.codeRejected,
  'factor_step.paused': (text) => text.paused,
  'authenticator.suspended': (text) => text.suspended,
  'authenticator.suspension_lifted': (text) => text.suspensionLifted,
  'notification.failed': (text) => text.noticeFailed,
  'trusted_device.added': (text) => text.computerTrusted,
  'trusted_device.revoked': (text) => text.computerRevoked,
  'trusted_device.all_revoked': (text) => text.computersRevoked,
  'trusted_device.reused': (text) => text.computerCopied,
  'sms.sent': (text) => text.smsSent,
  'sms.failed': (text) => text.smsFailed,
  'sms.refused': (text) => text.smsRefused,
  'sms.budget_spent': (text) => text.smsSpent,
  'admin.reset': (text) => text.adminReset,
  'admin.allowed_once': (text) => text.adminAllowed,
  'admin.pause_ended': (text) => text.adminPauseEnded,
  'admin.devices_revoked': (text) => text.adminRevoked,
  'admin.confirmation_requested': (text) => text.adminAsked,
  'policy.user_changed': (text) => text.policyForYou,
  'policy.organization_changed': (text) => text.policyForClinic,
  'site.practitioner_given': (text) => text.accessGiven,
  'site.practitioner_taken': (text) => text.accessTaken,
  'account_recovery.link_sent': (text) => text.recoveryLinkSent,
  'account_recovery.requested': (text) => text.recoveryRequested,
  'account_recovery.details_read': (text) => text.recoveryRead,
  'account_recovery.approved': (text) => text.recoveryApproved,
  'account_recovery.rejected': (text) => text.recoveryRejected,
  'account_recovery.cancelled': (text) => text.recoveryCancelled,
  'account_recovery.completed': (text) => text.recoveryCompleted,
}

/** The sentence for an entry of the record; one that fits anything, for a type that came with a newer Countersign. */
export function findActivityWords({ activity, security }: Catalogue, type: string): string {
  return Object.hasOwn(words, type)
    ? (words[type]?.(activity) ?? security.activityOther)
    : security.activityOther
}
