import type { Catalogue } from '../text/catalogue.ts'

type Words = Catalogue['record']

/** Kinds of entries to filter by. */
export const recordKinds = {
  signIn: (text: Words) => text.kindSignIn,
  password: (text: Words) => text.kindPassword,
  wrongCodes: (text: Words) => text.kindWrongCodes,
  factors: (text: Words) => text.kindFactors,
  recoveryCodes: (text: Words) => text.kindRecoveryCodes,
  computers: (text: Words) => text.kindComputers,
  sms: (text: Words) => text.kindSms,
  help: (text: Words) => text.kindHelp,
  policyChanges: (text: Words) => text.kindPolicyChanges,
  access: (text: Words) => text.kindAccess,
  invitations: (text: Words) => text.kindInvitations,
  recovery: (text: Words) => text.kindRecovery,
} as const

export type RecordKind = keyof typeof recordKinds

/** What each type of entry is called when its subject is somebody else, and of which kind it is. */
const entries: Readonly<Record<string, { kind: RecordKind; words(text: Words): string }>> = {
  'login.challenged': { kind: 'signIn', words: (text) => text.eventLoginAsked },
  'login.verified': { kind: 'signIn', words: (text) => text.eventLogin },
  'login.cancelled': { kind: 'signIn', words: (text) => text.eventLoginCancelled },
  'login.trusted_device': { kind: 'signIn', words: (text) => text.eventLoginTrusted },
  'enroll.challenged': { kind: 'signIn', words: (text) => text.eventEntryAsked },
  'enroll.verified': { kind: 'signIn', words: (text) => text.eventEntry },
  'enroll.cancelled': { kind: 'signIn', words: (text) => text.eventEntryCancelled },
  'proof.sent': { kind: 'signIn', words: (text) => text.eventProofSent },
  'bypass.ended': { kind: 'signIn', words: (text) => text.eventBypassEnded },
  'step_up.challenged': { kind: 'signIn', words: (text) => text.eventStepUpAsked },
  'step_up.verified': { kind: 'signIn', words: (text) => text.eventStepUp },
  'step_up.cancelled': { kind: 'signIn', words: (text) => text.eventStepUpCancelled },
  'password_reset.challenged': { kind: 'password', words: (text) => text.eventResetAsked },
  'password_reset.verified': { kind: 'password', words: (text) => text.eventResetCode },
  'password_reset.cancelled': { kind: 'password', words: (text) => text.eventResetCancelled },
  'password_reset.permitted': { kind: 'password', words: (text) => text.eventResetPermitted },
  'password_reset.tried': { kind: 'password', words: (text) => text.eventResetTried },
  'site.password_changed': { kind: 'password', words: (text) => text.eventPasswordChanged },
  'code.rejected': { kind: 'wrongCodes', words: (text) => text.eventCodeRejected },
  'factor_step.paused': { kind: 'wrongCodes', words: (text) => text.eventPaused },
  'authenticator.suspended': { kind: 'wrongCodes', words: (text) => text.eventSuspended },
  'authenticator.suspension_lifted': { kind: 'wrongCodes', words: (text) => text.eventSuspensionLifted },
  'enrollment.started': { kind: 'factors', words: (text) => text.eventSetUpBegun },
  'enrollment.cancelled': { kind: 'factors', words: (text) => text.eventSetUpCancelled },
  'enrollment.rejected': { kind: 'factors', words: (text) => text.eventSetUpWrong },
  'two_factor.enabled': { kind: 'factors', words: (text) => text.eventOn },
  'two_factor.disabled': { kind: 'factors', words: (text) => text.eventOff },
  'factor.added': { kind: 'factors', words: (text) => text.eventFactorAdded },
  'factor.replaced': { kind: 'factors', words: (text) => text.eventFactorReplaced },
  'factor.removed': { kind: 'factors', words: (text) => text.eventFactorRemoved },
  'factor.renamed': { kind: 'factors', words: (text) => text.eventFactorRenamed },
  'factor.preferred': { kind: 'factors', words: (text) => text.eventFactorPreferred },
  'recovery_codes.issued': { kind: 'recoveryCodes', words: (text) => text.eventCodesIssued },
  'recovery_codes.regenerated': { kind: 'recoveryCodes', words: (text) => text.eventCodesRenewed },
  'recovery_code.used': { kind: 'recoveryCodes', words: (text) => text.eventCodeUsed },
  'trusted_device.added': { kind: 'computers', words: (text) => text.eventComputerTrusted },
  'trusted_device.revoked': { kind: 'computers', words: (text) => text.eventComputerRevoked },
  'trusted_device.all_revoked': { kind: 'computers', words: (text) => text.eventComputersRevoked },
  'trusted_device.reused': { kind: 'computers', words: (text) => text.eventComputerCopied },
  'sms.sent': { kind: 'sms', words: (text) => text.eventSmsSent },
  'sms.failed': { kind: 'sms', words: (text) => text.eventSmsFailed },
  'sms.refused': { kind: 'sms', words: (text) => text.eventSmsRefused },
  'sms.budget_spent': { kind: 'sms', words: (text) => text.eventSmsSpent },
  'admin.reset': { kind: 'help', words: (text) => text.eventReset },
  'admin.allowed_once': { kind: 'help', words: (text) => text.eventAllowed },
  'admin.pause_ended': { kind: 'help', words: (text) => text.eventPauseEnded },
  'admin.devices_revoked': { kind: 'help', words: (text) => text.eventComputersAsked },
  'admin.confirmation_requested': { kind: 'help', words: (text) => text.eventHelpAsked },
  'notification.failed': { kind: 'help', words: (text) => text.eventNoticeFailed },
  'policy.organization_changed': { kind: 'policyChanges', words: (text) => text.eventPolicy },
  'policy.user_changed': { kind: 'policyChanges', words: (text) => text.eventSetting },
  'site.practitioner_given': { kind: 'access', words: (text) => text.eventAccessGiven },
  'site.practitioner_taken': { kind: 'access', words: (text) => text.eventAccessTaken },
  'site.invitation_made': { kind: 'invitations', words: (text) => text.eventInvited },
  'site.invitation_renewed': { kind: 'invitations', words: (text) => text.eventInvitedAgain },
  'site.invitation_asked_anew': { kind: 'invitations', words: (text) => text.eventInvitationAsked },
  'site.invitation_withdrawn': { kind: 'invitations', words: (text) => text.eventInvitationWithdrawn },
  'site.invitation_taken': { kind: 'invitations', words: (text) => text.eventJoined },
  'account_recovery.link_sent': { kind: 'recovery', words: (text) => text.eventRecoveryLink },
  'account_recovery.requested': { kind: 'recovery', words: (text) => text.eventRecoveryAsked },
  'account_recovery.details_read': { kind: 'recovery', words: (text) => text.eventRecoveryRead },
  'account_recovery.approved': { kind: 'recovery', words: (text) => text.eventRecoveryApproved },
  'account_recovery.rejected': { kind: 'recovery', words: (text) => text.eventRecoveryRejected },
  'account_recovery.cancelled': { kind: 'recovery', words: (text) => text.eventRecoveryCancelled },
  'account_recovery.expired': { kind: 'recovery', words: (text) => text.eventRecoveryExpired },
  'account_recovery.completed': { kind: 'recovery', words: (text) => text.eventRecoveryDone },
}

export function isRecordKind(text: string | undefined): text is RecordKind {
  return text !== undefined && Object.hasOwn(recordKinds, text)
}

/** The types of entries that belong to a kind. */
export function typesOf(kind: RecordKind): string[] {
  return Object.keys(entries).filter((type) => entries[type]?.kind === kind)
}

/** A type that came with a newer Countersign has words that fit anything. */
export function findRecordWords(text: Words, type: string): string {
  return Object.hasOwn(entries, type) ? (entries[type]?.words(text) ?? text.other) : text.other
}
