/** Account recovery, for who has lost everything: its pages, its review, and the word that an admin may need. */
export const recoveryEn = {
  lostAll: {
    link: 'I have lost the app or phone and the recovery codes',
    title: 'Lost your app or phone and your recovery codes?',
    lead: 'Then your clinic can help you back in, with some patience. Nobody is let in at once: that is what keeps others out of your account.',
    stepLink: 'We send a link to the address that you sign in with.',
    stepDetails: 'Behind it you write down something that only you and your clinic know.',
    stepReview: 'An owner or admin of your clinic makes sure that it is you.',
    stepWait:
      'From their approval a waiting period of three business days runs. You hear of it by mail at its start, half way and at its end.',
    stepEnd:
      'Then you sign in with your password and a code that we mail to you, and set up two-factor authentication anew.',
    submit: 'Send the link',
    submitAgain: 'Send another link',
    back: 'Back to sign-in',
    sent: 'If somebody signs in with that address and two-factor authentication, a link is on its way to it. It works once, for an hour. Nothing has come? Look among the unwanted mail, or check the address.',
    malformed: 'That is not an email address. Check it and try again.',
    tooMany: (when: string) => `Too many links were asked for. You can ask for another one ${when}.`,
  },
  recoveryRequest: {
    title: 'Show who you are',
    lead: (address: string) =>
      `You are asking for account recovery for ${address}. Fill in what you can: one of the three is enough, more is better.`,
    who: 'Only the owners and admins of your clinics see it, and it is erased when the request comes to its end.',
    cardDigits: 'Last four digits of the card',
    cardDigitsHint: 'Of the card that your account is paid with. Never more than the last four.',
    cardName: 'Name on the card',
    studentNumber: 'Student number',
    studentNumberHint: 'If you practise as a student.',
    submit: 'Ask for account recovery',
    until: (until: string) => `This link is valid until ${until}.`,
    nothing: 'Fill in at least one of the three. Nothing was sent.',
    notFour: 'Enter the last four digits of the card, nothing else. Nothing was sent.',
    tooLong: (count: number) => `Enter at most ${count} characters. Nothing was sent.`,
  },
  recoveryAsked: {
    title: 'You have asked for account recovery',
    lead: (when: string) => `We took down your request on ${when}. You have a mail that says so.`,
    next: 'What happens next',
    review: 'An owner or admin of your clinic gets in touch with you, by phone or face to face, and decides.',
    wait: (day: string) =>
      `If they approve, a waiting period of three business days begins. It ends on ${day} at the earliest; the mail about the approval says when exactly.`,
    end: 'Then a mail brings the link that completes the recovery.',
    stop: 'Every one of these mails can call it off. So does any code: if you find your app, your phone or a recovery code, just sign in.',
    newest: 'How things stand is in the newest mail.',
  },
  recoveryLink: {
    deadTitle: 'This link no longer works',
    dead: 'It is too old, was mistyped, or its request has come to an end: called off, turned down, or completed. Nothing was changed now.',
    deadNext:
      'The newest mail about it says how things stand. If you still can’t sign in, ask for a new link.',
    askAgain: 'Get a new link',
    toSignIn: 'Go to sign-in',
    openTitle: 'A request is open already',
    open: 'One at a time: nothing was changed. The mails about the open one say how things stand, and each of them can call it off.',
    needlessTitle: 'Nothing needs to be recovered',
    needless: 'Two-factor authentication is not on for this account any more. Sign in with your password.',
    oftenTitle: 'Too many requests',
    often: (when: string) =>
      `Three requests were made within 30 days, so nothing was changed now. You can make another one ${when}.`,
    cancelTitle: 'Call the account recovery off?',
    cancel: (address: string) => `Somebody has asked for account recovery for ${address}.`,
    cancelUntil: (when: string) => `It was approved; its waiting period ends on ${when}.`,
    cancelAfter: (when: string) =>
      `It was approved, and its waiting period ended on ${when}: whoever has the link to complete it can do so now.`,
    cancelAbout:
      'If you call it off, everything stays as it is: your apps, phone numbers and recovery codes go on working. If you have lost them and asked for it yourself, leave it alone.',
    cancelSubmit: 'Call it off',
    cancelledTitle: 'The account recovery is called off',
    cancelled: (when: string) => `You called it off on ${when}. Nothing else was changed.`,
    cancelledNext:
      'If you had not asked for it, somebody reads your mail: change the password of your mailbox, then the one here, and tell the owner of your clinic.',
    rejectedTitle: 'The account recovery was turned down',
    rejected: (when: string) =>
      `It was turned down on ${when}, and everything stays as it is. Speak to whoever turned it down, or ask for a new link.`,
    expiredTitle: 'The time for this account recovery is over',
    expired: (when: string) =>
      `Nobody brought it to an end in time, so it ended on ${when}. Nothing was changed. If you still can’t sign in, ask for a new link, and speak to whoever decides on it.`,
    resetInstead: (when: string) =>
      `An admin reset your two-factor authentication on ${when}, which ended the account recovery. Sign in: after your password we mail you a code, and then you set up two-factor authentication anew.`,
    completeTitle: 'Complete the account recovery?',
    complete: (address: string) => `The waiting period for ${address} is over.`,
    completeAbout:
      'If you complete it, your old apps, phone numbers, recovery codes and trusted computers no longer work, and you are signed out everywhere. At the next sign-in we mail you a code, and you set up two-factor authentication anew.',
    completeSubmit: 'Complete the recovery',
    tooSoonTitle: 'It is too early for that',
    tooSoon: (when: string) => `The waiting period ends on ${when}. Open this link again then.`,
    completedTitle: 'The account recovery is complete',
    completed: (when: string) =>
      `Since ${when} your old apps, phone numbers and recovery codes no longer work. Sign in now: after your password we mail you a code, and then you set up two-factor authentication anew.`,
    usedTitle: 'The account recovery was called off',
    used: (when: string) =>
      `It was called off on ${when}: while it was under way a code from your app, one by SMS or a recovery code was used, an app or phone number was added, or two-factor authentication was turned off. There is nothing left to recover.`,
  },
  recoveryStop: {
    label: 'Account recovery',
    banner: (when: string) =>
      `On ${when} somebody asked for account recovery for your account. If it goes through, your apps, phone numbers and recovery codes stop working.`,
    submit: 'This wasn’t me: stop it',
    title: 'Account recovery for your account',
    none: 'None is under way. Your apps, phone numbers and recovery codes work as before.',
    stoppedTitle: 'The account recovery was stopped',
    stopped:
      'Your apps, phone numbers and recovery codes go on working. Somebody was able to read your mail: change the password of your mailbox, then the one here, and tell the owner of your clinic.',
  },
  adminRequest: {
    title: 'An admin needs your word',
    reset: (who: string) => `${who} wants to reset your two-factor authentication.`,
    resetAbout:
      'If you say yes, your apps, phone numbers, recovery codes and trusted computers no longer work, and you are signed out everywhere. At the next sign-in we mail you a code, and you set up two-factor authentication anew.',
    allowOnce: (who: string) => `${who} wants to let you sign in once without your app or phone.`,
    allowOnceAbout:
      'If you say yes, your next sign-in within an hour asks for a code that we mail to you in place of one from your app or by SMS, and you set up two-factor authentication anew.',
    anAdmin: 'An admin',
    reason: 'Their reason',
    until: (until: string) => `You can say yes until ${until}. If you did not ask for help, do nothing.`,
    submitReset: 'Yes, reset it',
    submitAllowOnce: 'Yes, let me in once',
    leave: 'No, leave everything as it is',
    resetTitle: 'Your two-factor authentication was reset',
    allowOnceTitle: 'You can sign in once without your app or phone',
    done: (when: string) =>
      `You said yes on ${when}. Sign in now: after your password we mail you a code, and then you set up two-factor authentication anew.`,
    lapsed: (who: string, address: string) =>
      `${who} asked you more than an hour ago, and the link works for no longer. Nothing was changed. If you still need help, we can mail a new link to ${address}.`,
    again:
      'If the one who asked still may help you, a new link is on its way to your address. It works for an hour.',
    tooMany: (when: string) =>
      `We have mailed you as many such links as we do within an hour. The newest may still work; you can ask for another one ${when}.`,
    ended: (who: string) =>
      `It was used, there is a newer one, its time is over, or who asked may no longer help you. Nothing was changed now. If you still need help, we can tell ${who}, or another admin of your clinic, that you ask for a new link.`,
    theAdmin: 'the admin who asked',
    askAnew: 'Ask for a new link',
    passedOn:
      'Unless you have turned two-factor authentication off or left the clinic, an admin of it hears that you ask for a new link, once a day at most. If they ask you again, the mail comes to your address.',
    dead: 'It was used, there is a newer one, its time is over, or the one who asked is no admin any more. Nothing was changed now. If you still can’t sign in, ask the admin whom the mail names to begin again, or ask for account recovery yourself.',
  },
  reviews: {
    nav: (count: number) => (count === 0 ? 'Reviews' : `Reviews (${count})`),
    title: 'Account recovery requests',
    lead: 'From people of your clinic who have lost their app or phone and their recovery codes. The oldest come first.',
    empty: 'Nobody has asked for account recovery.',
    caption: 'Open requests',
    who: 'Who',
    clinics: 'Clinics',
    asked: 'Asked',
    state: 'State',
    waiting: 'Waits for a decision',
    approved: (until: string) => `Approved, waiting until ${until}`,
    ready: (since: string) => `Approved; the waiting period ended on ${since}`,
    needsFactor: 'To open a request you show a code of your own, so turn on two-factor authentication first.',
    needsFactorLink: 'Set up two-factor authentication',
    isApproved: (name: string, until: string) =>
      `Approved. The waiting period for ${name} ends on ${until}; they are told by mail.`,
    isClosed: 'That request is closed. Nothing was changed now.',
    closedApproved: (who: string) => `${who} approved it meanwhile. The person was told by mail.`,
    closedRejected: (who: string) => `${who} turned it down. The person was told by mail.`,
    closedCancelled: 'It was called off, and the person was told by mail.',
    closedCompleted: 'It was approved and is complete. The person was told by mail.',
    closedExpired:
      'Its time is over: nobody decided on it within 30 days, or nobody completed it after the approval. The person is told by mail and can ask again.',
    notUsed: 'Your decision was not used, and nothing was changed now.',
    notUsedReason: 'What you wrote, to copy',
    isOpen: (name: string) => `The request of ${name} is still open. Nothing was decided.`,
    isRejected: 'You turned the request down. Nothing was changed, and the person is told by mail.',
    notYours: 'This request is not yours to decide',
    notYoursWhy:
      'It is your own, or of somebody with a higher role than yours. Another owner of their clinic can decide it, or else our support.',
    closedTitle: 'This request is closed',
    back: 'All requests',
  },
  review: {
    title: (name: string) => `Account recovery for ${name}`,
    person: 'Who is asking',
    name: 'Name',
    address: 'Email address',
    clinics: 'Clinics',
    since: 'Asked',
    until: 'Open until',
    given: 'What they wrote down',
    cardDigits: 'Last four digits of the card',
    cardName: 'Name on the card',
    studentNumber: 'Student number',
    checkTitle: 'Before you decide',
    checkRecords: 'Compare what they wrote down with your clinic’s own records.',
    checkVoice:
      'Speak to them: by phone, on a number that you had before, or face to face. Never by mail, for whoever asks may be reading theirs.',
    checkNoCode: 'Ask for no code and no password. You need neither.',
    decideTitle: 'Your decision',
    decideAbout:
      'If you approve, a waiting period of three business days begins, and they are told by mail. You can’t take an approval back; they can call it off. If you turn it down, everything stays as it is.',
    elsewhere: 'They belong to another clinic too. Its owners are told when you approve.',
    reason: 'Reason',
    reasonHint: 'How you made sure, or what spoke against it. It is kept in the record.',
    reasonMissing: 'Give a reason. Nothing was decided.',
    reasonTooLong: (count: number) => `A reason has at most ${count} characters. Nothing was decided.`,
    approve: 'Approve',
    reject: 'Turn down',
    approvedTitle: 'It is approved',
    approvedBy: (who: string, until: string) => `${who} approved it. The waiting period ends on ${until}.`,
    anAdmin: 'An admin',
  },
}
