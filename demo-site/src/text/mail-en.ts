/** Every word of the mails, in English. `mail-sv.ts` has the same keys; its type sees to it. */
export const mailEn = {
  greeting: (name: string) => `Hello ${name},`,
  resetSubject: 'Your link to a new password',
  reset: 'Somebody, most likely you, asked for a new password. Choose it here:',
  linkUntil: (until: string) => `The link works once, until ${until}.`,
  resetNotYou: 'If it was not you, do nothing: your password stays as it is.',
  passwordChangedSubject: 'Your password was changed',
  passwordChanged: (when: string) =>
    `Your password was changed on ${when}, and you were signed out everywhere.`,
  passwordNotYou:
    'If this was not you, choose “Forgot your password?” on the sign-in page and tell the owner of your clinic at once.',
  notYou: 'If this was not you, change your password and tell the owner of your clinic at once.',
  enabledSubject: 'Two-factor authentication is on',
  enabled: (when: string) =>
    `Two-factor authentication was turned on for your account on ${when}. From now on, signing in takes your password and a code from your authenticator app.`,
  enabledSms: (when: string) =>
    `Two-factor authentication was turned on for your account on ${when}. From now on, signing in takes your password and a code that we send to your phone.`,
  disabledSubject: 'Two-factor authentication was turned off',
  disabled: (when: string) => `Two-factor authentication was turned off for your account on ${when}.`,
  addedSubject: 'An authenticator app was added',
  added: (when: string) => `Another authenticator app was added to your account on ${when}.`,
  addedSmsSubject: 'A phone number was added',
  addedSms: (when: string) => `A phone number was added to your account on ${when}. Codes can be sent to it.`,
  removedSubject: 'An authenticator app or phone number was removed',
  removed: (when: string) =>
    `An authenticator app or phone number was removed from your account on ${when}. Its codes no longer work.`,
  replacedSubject: 'Your authenticator app was replaced',
  replaced: (when: string) =>
    `A new authenticator app took the place of the old one on ${when}. Codes from the old one no longer work.`,
  replacedSmsSubject: 'Your phone number was replaced',
  replacedSms: (when: string) =>
    `A new phone number took the place of what you had before on ${when}. Codes go to the new one.`,
  regeneratedSubject: 'New recovery codes were made',
  regenerated: (when: string) =>
    `New recovery codes were made for your account on ${when}. The old ones no longer work.`,
  fewLeftSubject: 'Few recovery codes are left',
  fewLeft: (when: string) =>
    `Since ${when} you have few recovery codes left. Make new ones in your settings.`,
  trustedSubject: 'A computer is trusted now',
  trusted: (when: string) => `Since ${when} one more computer can sign in to your account without a code.`,
  copiedSubject: 'No computer is trusted any more',
  copied: (when: string) =>
    `On ${when} it came to light that two computers pass for the same trusted one: somebody has copied what its browser keeps. No computer is trusted any more: each of them is asked for a code again.`,
  recoveryUsedSubject: 'A recovery code was used',
  recoveryUsed: (when: string) =>
    `Somebody signed in to your account on ${when} with one of your recovery codes. That code can’t be used again.`,
  codeReusedSubject: 'A used code was entered again',
  codeReused: (when: string) =>
    `On ${when} a code for your account was entered that had already been used. It was refused. This can happen when a form is sent twice.`,
  pausedSubject: 'Too many wrong codes',
  paused: (when: string) =>
    `On ${when} somebody who knows your password entered too many wrong codes. Sign-in with codes is paused for a while.`,
  suspendedSubject: 'Your apps and phone numbers are suspended',
  suspended: (when: string) =>
    `On ${when} your authenticator apps and phone numbers were suspended, after many wrong codes from somebody who knows your password. To sign in again you need a new password: choose “Forgot your password?” on the sign-in page. Then their codes work again.`,
  liftedSubject: 'Your apps and phone numbers work again',
  lifted: (when: string) =>
    `The suspension of your authenticator apps and phone numbers was lifted on ${when}.`,
  proofSubject: 'Your code for signing in',
  proof: (when: string) =>
    `On ${when} somebody, most likely you, began to sign in with your password. Enter this code on the page that asks for it:`,
  proofUntil: (until: string) =>
    `The code works once, until ${until}. Enter it nowhere else, and tell it to nobody.`,
  proofNotYou:
    'If it was not you, somebody knows your password: change it and tell the owner of your clinic at once.',
  exhaustedSubject: 'Too many wrong codes in a row',
  exhausted: (when: string) =>
    `On ${when} somebody entered wrong codes for your account until no tries were left. They did not get on with them.`,
  lateSubject: 'A code was accepted after several wrong ones',
  late: (when: string) =>
    `On ${when} the right code was entered for your account, after several wrong ones in a row.`,
  anAdmin: 'An admin',
  aMember: 'A member of your clinic',
  notAsked: 'If you did not ask for that, tell the owner of your clinic at once.',
  factorResetSubject: 'Your two-factor authentication was reset',
  factorReset: (who: string, when: string) =>
    `${who} reset your two-factor authentication on ${when}. You were signed out everywhere, and your authenticator apps, phone numbers and recovery codes no longer work. At your next sign-in we send a code to this address, and then you set up two-factor authentication anew.`,
  bypassSubject: 'You can sign in once without your app or phone',
  bypass: (who: string, when: string, until: string) =>
    `${who} allowed you on ${when} to sign in once without your app or phone, until ${until}. After your password we send a code to this address, and then you set up two-factor authentication anew. If the sign-in asks for a new password first, choose “Forgot your password?” there; if you have no code for that, tell your admin. If you don’t use this, nothing changes.`,
  pauseEndedSubject: 'You can enter codes again',
  pauseEnded: (who: string, when: string) =>
    `${who} ended the pause after too many wrong codes. Since ${when} you can enter codes again.`,
  devicesRevokedSubject: 'You were signed out everywhere',
  devicesRevoked: (who: string, when: string) => `${who} signed you out everywhere on ${when}.`,
  devicesForgotten: 'None of your computers is trusted any more.',
  devicesAsked: 'Each of your computers is asked for a code at its next sign-in.',
  askedInvitationSubject: (clinic: string) => `Somebody asks for a new invitation to ${clinic}`,
  askedInvitation: (address: string, clinic: string) =>
    `${address} opened the link of an invitation to ${clinic} that works no longer, and asks for a new one. You can invite them again here:`,
  askedInvitationLeave: 'If you don’t expect them, do nothing: the old link lets nobody in.',
  askedWordSubject: (member: string) => `${member} asks you to ask again`,
  askedWord: (member: string) =>
    `You or another admin asked ${member} by mail for a yes about two-factor authentication. The link was opened when it worked no longer. If help is still needed, ask again from their page:`,
  askedWordLeave: 'If that is settled by now, do nothing: the old link changes nothing.',
  confirmSubject: 'An admin needs your word',
  confirmReset: (who: string, when: string) =>
    `${who} asked on ${when} to reset your two-factor authentication.`,
  confirmBypass: (who: string, when: string) =>
    `${who} asked on ${when} to let you sign in once without your app or phone.`,
  confirmWhy:
    'You belong to a clinic in which they are no admin, so it happens only if you say yes. Read what it is about, and decide, here:',
  confirmNotAsked:
    'If you did not ask for help, do nothing: everything stays as it is. And tell the owner of your clinic.',
  elsewhereSubject: 'An admin of another clinic has helped a member of yours',
  elsewhereReset: (who: string, member: string, when: string) =>
    `${who} reset the two-factor authentication of ${member} on ${when}.`,
  elsewhereBypass: (who: string, member: string, when: string) =>
    `${who} allowed ${member} on ${when} to sign in once without an app or phone.`,
  elsewhereRecovery: (who: string, member: string, when: string) =>
    `${who} approved the account recovery of ${member} on ${when}.`,
  elsewhereWhy:
    'You are told because they belong to your clinic too. If it surprises you, ask the two of them, by phone or face to face.',
  recoveryLinkSubject: 'Your link to account recovery',
  recoveryLink: (when: string) =>
    `On ${when} somebody, most likely you, said that you can enter neither a code from your authenticator app or by SMS nor a recovery code. Ask for account recovery here:`,
  recoveryLinkNotYou: 'If it was not you, do nothing: your account stays as it is.',
  recoveryRequestedSubject: 'Account recovery was requested',
  recoveryRequested: (when: string) =>
    `Account recovery was requested for your account on ${when}. An owner or admin of your clinic, or our support where none of them may, now checks who is asking. Should they approve, a waiting period of three business days begins, and you hear of it.`,
  recoveryCallOff:
    'If it was not you, or if you have your authenticator app, your phone or a recovery code after all, call it off here:',
  recoveryReviewSubject: 'A member of your clinic asks for account recovery',
  recoveryReview: (member: string, when: string) =>
    `${member} asked for account recovery on ${when}. Before you decide, make sure that it is them: by phone, on a number that you know, or face to face. Not by mail. You find the request under “Reviews” when you are signed in.`,
  recoveryApprovedSubject: 'Your account recovery was approved',
  recoveryApproved: (when: string, from: string) =>
    `Your account recovery was approved on ${when}. The waiting period has begun; it ends on ${from}. Then we send you the link that completes the recovery.`,
  recoveryRemindedSubject: 'Account recovery is under way',
  recoveryReminded: (when: string, from: string) =>
    `This is a reminder, of ${when}: an account recovery is under way for your account. Its waiting period ends on ${from}.`,
  recoveryReadySubject: 'You can complete your account recovery',
  recoveryReady: (from: string) =>
    `The waiting period of your account recovery ended on ${from}. Complete it here:`,
  recoveryRejectedSubject: 'Your account recovery was turned down',
  recoveryRejected: (when: string) =>
    `The request for account recovery was turned down on ${when}. Nothing was changed. If you still can’t sign in, speak to whoever turned it down, or ask again.`,
  recoveryCalledOffSubject: 'The account recovery was called off',
  recoveryCalledOffByUse: (when: string) =>
    `The account recovery was called off on ${when}, because a code from your authenticator app, one by SMS or a recovery code was entered, an app or phone number was added, or two-factor authentication was turned off: there is nothing left to recover.`,
  recoveryCalledOffByLink: (when: string) =>
    `The account recovery was called off on ${when}, by the link in one of our mails. Nothing was changed.`,
  recoveryCalledOffByReset: (when: string) =>
    `The account recovery was called off on ${when}, because an admin has reset your two-factor authentication: there is nothing left to recover.`,
  recoveryCalledOffByHolder: (when: string) =>
    `The account recovery was called off on ${when} by somebody who is signed in to your account. Nothing was changed.`,
  recoveryExpiredSubject: 'Your account recovery came to no end in time',
  recoveryUndecided: (when: string) =>
    `Nobody decided on your request for account recovery within 30 days, so it ended on ${when}. Nothing was changed, and what you wrote down is erased.`,
  recoveryUncompleted: (when: string) =>
    `Your account recovery was approved, but nobody completed it within 30 days of the waiting period, so it ended on ${when}. Nothing was changed, and its links no longer work.`,
  recoveryAskAgain:
    'If you still can’t sign in, choose “I have lost the app or phone and the recovery codes” on the sign-in page and ask again. Speak to an owner or admin of your clinic, or to whoever runs the site, so that somebody looks at it this time.',
  recoveryCompletedSubject: 'Your account recovery is complete',
  recoveryCompleted: (when: string) =>
    `The account recovery was completed on ${when}. You were signed out everywhere, and your old authenticator apps, phone numbers and recovery codes no longer work. At your next sign-in we send a code to this address, and then you set up two-factor authentication anew.`,
}
