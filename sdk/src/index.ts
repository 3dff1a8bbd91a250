export { findClientAddress } from './address.ts'
export type { Limits } from './config.ts'
export type { KeyOption } from './crypto/keyring.ts'
export { TwoFactorError, type TwoFactorErrorCode } from './errors.ts'
export type {
  IdentityDetails,
  RecoveryBegun,
  RecoveryCompleted,
  RecoveryRequested,
} from './features/account-recovery.ts'
export type { RecoveryRead, RecoveryRequest, RecoveryReviewed } from './features/account-recovery-review.ts'
export type { AdminAct, AdminAllowed, AdminRefusal, AdminReset } from './features/admin.ts'
export type { AdminConfirmed, AdminRequest, AdminRequestRenewed } from './features/admin-requests.ts'
export type { AuditEntry, HostRecord } from './features/audit.ts'
export type { AuditHead, AuditProblem, AuditVerified } from './features/audit-seal.ts'
export type {
  CancelInput,
  Cancelled,
  ChallengeBegun,
  ChallengeDescribed,
  ChallengeMethod,
  EntryBegun,
  EntryCause,
} from './features/challenges.ts'
export type { CodeAnswer } from './features/code-question.ts'
export type {
  EnrollmentBegun,
  EnrollmentConfirmed,
  EnrollmentDescribed,
  EnrollmentOwner,
  PendingEnrollment,
} from './features/enrollment.ts'
export type { EntryDescribed, ProofSent, ProofVerified } from './features/entries.ts'
export type { Factor } from './features/factors.ts'
export type { HousekeepingResult } from './features/housekeeping.ts'
export type { DeviceToken, LoginBegun, LoginVerified } from './features/login.ts'
export type { MemberReport } from './features/members-report.ts'
export type { DeliveryResult } from './features/notifications.ts'
export type { PolicyChanged, PolicyEffect } from './features/policy.ts'
export type { PendingSms, SendSmsInput, SmsSent } from './features/sms-codes.ts'
export type { TrustedDevice } from './features/trusted-devices.ts'
export type { AttemptRefusal, VerificationMethod, VerificationResult } from './features/verification.ts'
export type { PendingApp } from './pending-app.ts'
export type { PolicyEvaluation, PolicyReason, PolicyRule, PolicySetting } from './policy-rules.ts'
export type {
  Clock,
  Directory,
  DirectoryUser,
  EndSessions,
  EventData,
  EventType,
  FactorType,
  Notifier,
  Organization,
  Random,
  SmsMessage,
  SmsSender,
  Store,
  TwoFactorEvent,
} from './ports.ts'
export type { RecoveryCanceller, RecoveryLink, RecoveryOutcome } from './recovery-link.ts'
export { createTwoFactor, type TwoFactor, type TwoFactorOptions } from './two-factor.ts'
