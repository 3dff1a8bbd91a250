import { activityEn } from './activity-en.ts'
import { adminEn } from './admin-en.ts'
import { apiEn } from './api-en.ts'
import { mailEn } from './mail-en.ts'
import { otherTabEn } from './other-tab-en.ts'
import { ownWaysEn } from './own-ways-en.ts'
import { phoneEn } from './phone-en.ts'
import { recoveryEn } from './recovery-en.ts'
import { securityEn } from './security-en.ts'
import { smsEn } from './sms-en.ts'
import { supportEn } from './support-en.ts'

/** Every word that a person reads, in English. `sv.ts` has the same keys; its type sees to it. */
export const en = {
  site: {
    skipToContent: 'Skip to the content',
    mainNavigation: 'Main',
    home: 'Home',
    notes: 'Notes',
    settings: 'Settings',
    signOut: 'Sign out',
    languageHeading: 'Language',
    mailbox: 'Mailbox (demo)',
    sending: 'Sending…',
    stopWaiting: 'Stop waiting',
    notSent: 'What you had entered is still here. It was not sent yet: check it, then send it.',
  },
  signIn: {
    title: 'Sign in',
    address: 'Email address',
    password: 'Password',
    submit: 'Sign in',
    wrong: 'The email address or the password is wrong. Check both and try again.',
    tooMany: (when: string) =>
      `Too many tries. Nothing is wrong with your account. You can try again ${when}.`,
    factorLocked: (when: string) =>
      `Your password is right, but there were too many wrong codes. You can sign in again ${when}.`,
    tooManyMails: (when: string) =>
      `Your password is right, but as many codes as an hour allows were sent to you by mail. You can have another one ${when}.`,
    passwordChangeRequired:
      'Your password is right, but somebody has tried many wrong codes with it, so it may be known to others. It has to be changed before you can sign in.',
    getNewPassword: 'Get a link to a new password',
    forgotten: 'Forgot your password?',
    linkUsed: 'This link has been used already. Sign in with the password that was saved with it first.',
    passwordChanged:
      'Your password was changed, and you were signed out everywhere. Sign in with the new one.',
    withFactor:
      'Enter your password once more. Then we ask for a code of your own: from your app, by SMS, or a recovery code.',
    needed: 'Sign in to see that page.',
    signedOut: 'You have signed out.',
    cancelled: 'The sign-in was cancelled. You are not signed in.',
    ended: 'That sign-in took too long or has already been used. Sign in again.',
    exhausted: 'Too many wrong codes for one sign-in. Sign in again to get new tries.',
    accepted: 'Your code was just accepted in another window. Go on there, or sign in again here.',
  },
  code: {
    title: 'Enter the code from your authenticator app',
    signingInAs: (address: string) => `You are signing in as ${address}.`,
    label: 'Code',
    hint: 'Six digits. The app shows a new code every 30 seconds.',
    several: (names: string) => `Any of your apps will do: ${names}.`,
    submit: 'Continue',
    help: 'Need help?',
    cancel: 'Cancel',
    invalid:
      'That code is wrong. Check that the app shows this account, and enter the code that it shows now.',
    alreadyUsed: 'That code has already been used. Wait until the app shows the next one and enter that.',
    malformed: 'A code is six digits. Enter the digits that the app shows; this try was not counted.',
    clockAhead:
      'The clock of your phone is ahead, so its codes come too early. Set the phone to network time and enter the code that the app shows then.',
    clockBehind:
      'The clock of your phone is behind, so its codes come too late. Set the phone to network time and enter the code that the app shows then.',
    suspended:
      'Your apps and phone numbers are suspended after many wrong codes. Use a recovery code for this sign-in. From the next one on you need a new password first.',
    locked: (when: string) => `Too many wrong codes. You can sign in again ${when}. Nothing was lost.`,
    attemptsLeft: (count: number) => (count === 1 ? 'You have 1 try left.' : `You have ${count} tries left.`),
  },
  entry: {
    required: (who: string) => `Two-factor authentication for your account is required by ${who}.`,
    reset: 'An admin has reset your two-factor authentication.',
    bypass: 'An admin has allowed you to sign in once without your app or phone.',
    recovery: 'Your account recovery is complete.',
    setUpNow:
      'Set up an authenticator app now. As soon as you have entered its first code you are signed in.',
    replaceNow:
      'Set up an authenticator app now. As soon as you have entered its first code you are signed in, and your apps and phone numbers from before are gone for good.',
    numberNow:
      'Add a phone number now. As soon as you have entered the code that we send to it you are signed in.',
    replaceByNumberNow:
      'Add a phone number now. As soon as you have entered the code that we send to it you are signed in, and your apps and phone numbers from before are gone for good.',
  },
  mailedCode: {
    title: 'Enter the code from our mail',
    lead: (address: string) =>
      `To make sure that it is you, we have sent a code to ${address}. After it you set up two-factor authentication anew.`,
    label: 'Code from the mail',
    hint: 'Eight digits. Spaces make no difference.',
    submit: 'Continue',
    validUntil: (until: string) => `The code is valid until ${until}.`,
    resend: 'Send a new code',
    resendFrom: (from: string) => `Nothing has come? You can ask for a new code from ${from}.`,
    resendNow: 'Nothing has come? Look among the unwanted mail, or ask for a new code.',
    noMore: 'No more codes are sent for this sign-in. Look among the unwanted mail, or sign in again.',
    sent: 'A new code is on its way. The one before it no longer works.',
    invalid: 'That code is wrong. Enter the code from the newest mail.',
    alreadyUsed: 'That code has already been used or replaced. Enter the code from the newest mail.',
    malformed: 'The code is eight digits. Enter the digits from the mail; this try was not counted.',
  },
  recovery: {
    title: 'Use a recovery code',
    lead: 'You got ten recovery codes when you turned on two-factor authentication. Each of them works once, in place of a code from the app or by SMS.',
    label: 'Recovery code',
    hint: '24 letters and digits. Hyphens, spaces and capitals make no difference.',
    submit: 'Continue',
    back: 'Use the authenticator app',
    noCodes: (site: string) => `No recovery codes either? Nobody at ${site} will ever ask you for a code.`,
    lostEverything: 'I have lost everything',
    invalid: 'That recovery code is wrong. Check it against your list and enter it again.',
    alreadyUsed:
      'That recovery code has already been used. Each one works once; enter the next on your list.',
    malformed:
      'A recovery code is 24 letters and digits. Enter one from your list; this try was not counted.',
    noneLeft: 'You have no recovery codes left.',
  },
  forgotten: {
    title: 'Get a new password',
    lead: 'Enter the address that you sign in with. We send a link to it; the password stays as it is until you have chosen a new one.',
    submit: 'Send the link',
    submitAgain: 'Send another link',
    back: 'Back to sign-in',
    sent: 'If somebody signs in with that address, a link is on its way to it. It works once, for 30 minutes. Nothing has come? Look among the unwanted mail, or check the address.',
    malformed: 'That is not an email address. Check it and try again.',
    tooMany: (when: string) => `Too many links were asked for. You can ask for another one ${when}.`,
  },
  deadLink: {
    title: 'This link no longer works',
    sentence: 'It was used already, or its 30 minutes are over. Your password was not changed by it now.',
    askAgain: 'Get a new link',
  },
  askCode: {
    locked: (when: string) =>
      `There are no tries left for now. You can try again ${when}. Nothing was changed.`,
    again: 'That took too long, or there were too many tries. Nothing was changed. Enter a code again.',
    accepted: 'Your code was just accepted in another window. Go on there, or enter a new code here.',
    noFactor:
      'Your apps and phone numbers can’t be used now: they are suspended after many wrong codes, or about to be replaced. Use a recovery code instead.',
    held: (when: string) =>
      `There is no code to ask you for now: you were let in without one, and a new app is being set up. If that comes to nothing, your old apps and phone numbers work again ${when}. Nothing was changed.`,
    noMethod:
      'There is no code to ask you for: your apps, phone numbers and recovery codes are out of use. Sign out and sign in again; there you set it up anew.',
  },
  resetCode: {
    title: 'Enter a code before you choose a password',
    lead: (address: string) =>
      `You are choosing a new password for ${address}. The mail alone is not enough for that.`,
    submit: 'Continue',
    leave: 'Keep the old password',
    suspended:
      'There were too many wrong codes, and there are no tries left for today. Nothing was changed. Try again tomorrow, or ask the owner of your clinic.',
  },
  newCodes: {
    title: 'Make new recovery codes',
    submit: 'Make new recovery codes',
    leave: 'Keep the old ones',
  },
  stepUp: {
    title: 'Show that it is you',
    lead: () =>
      'What comes next changes who can sign in. Enter a code first; it is asked for again after ten minutes.',
    submit: 'Go on',
    leave: 'Cancel',
    suspended:
      'Your apps and phone numbers are suspended after many wrong codes. They work again as soon as you have a new password: sign out and choose “Forgot your password?”.',
  },
  newPassword: {
    title: 'Choose a new password',
    lead: (address: string) =>
      `For ${address}. When it is stored you are signed out everywhere, and you sign in with the new one.`,
    label: 'New password',
    hint: (count: number) =>
      `At least ${count} characters. Several words in a row are easy to remember and hard to guess.`,
    submit: 'Store the password',
    tooShort: (count: number) => `A password has at least ${count} characters. Choose a longer one.`,
    tooLong: (count: number) => `A password has at most ${count} characters. Choose a shorter one.`,
    common: 'That is one of the passwords that everybody tries first. Choose one that is harder to guess.',
    personal:
      'Your name, your address and the name of this site are tried first. Choose one that is harder to guess.',
  },
  home: {
    greeting: (name: string) => `Good to see you, ${name}`,
    notesTitle: 'Client notes',
    notesLead: (count: number) => (count === 1 ? 'You can read 1 note.' : `You can read ${count} notes.`),
    notesOpen: 'Open the notes',
    notesNoAccess: 'Notes are for practitioners. You have no practitioner access in this clinic.',
    twoFactorOffTitle: 'Two-factor authentication is off',
    twoFactorOff:
      'A second step at sign-in keeps client notes safe, even from somebody who knows your password.',
    twoFactorDue: (who: string, date: string) =>
      `It is required of you by ${who} from ${date}. From then on you set it up before you are let in. It takes about two minutes.`,
    twoFactorDueAfter: (who: string, days: number, earliest: string | null) =>
      `It is required of you by ${who}, ${days === 1 ? '1 day' : `${days} days`} after your next sign-in${earliest ? `, from ${earliest} at the earliest` : ''}. From then on you set it up before you are let in. It takes about two minutes.`,
    twoFactorSetUp: 'Set up two-factor authentication',
    unsavedCodes: 'You have not said that you saved your recovery codes.',
    unsavedCodesOpen: 'Show the recovery codes',
    goOn: 'Go on to the page that you wanted',
    usedRecovery: (count: number) =>
      count === 1
        ? 'You signed in with a recovery code, which can’t be used again. You have 1 left.'
        : `You signed in with a recovery code, which can’t be used again. You have ${count} left.`,
  },
  notes: {
    title: 'Client notes',
    lead: 'What is written here stays in the clinic.',
    empty: 'There are no notes yet.',
    client: 'Client',
    note: 'Note',
    written: 'Written',
    by: (name: string, when: string) => `${name}, ${when}`,
    back: 'All notes',
    noAccessTitle: 'Notes are for practitioners',
    noAccess:
      'Client notes need practitioner access. You have none in this clinic. An owner or an admin of it gives it, to others than themselves.',
  },
  settings: {
    title: 'Settings',
    you: 'You',
    name: 'Name',
    address: 'Email address',
    roles: 'Clinics',
    owner: 'Owner',
    admin: 'Admin',
    practitioner: 'Practitioner',
    withPractitioner: (role: string) => `${role} and practitioner`,
    withoutAccess: (role: string) => `${role} without access to clients`,
    twoFactorTitle: 'Two-factor authentication',
    twoFactorOn: 'On. Signing in takes your password and a code.',
    twoFactorOff: 'Off. Your password alone signs you in.',
    twoFactorOpen: 'Manage two-factor authentication',
    sessionsTitle: 'Where you are signed in',
    onlyHere: 'You are signed in here only.',
    elsewhere: (count: number) =>
      count === 1
        ? 'Besides this browser, 1 other place is signed in to your account.'
        : `Besides this browser, ${count} other places are signed in to your account.`,
    endOthers: 'Sign out everywhere else',
    endedOthers: 'You are now signed in here only.',
  },
  twoFactor: {
    title: 'Two-factor authentication',
    lead: 'A second step at sign-in: besides your password, a code from an app on your phone or in your browser.',
    off: 'Two-factor authentication is off',
    on: 'Two-factor authentication is on',
    onSince: (date: string) => `On since ${date}.`,
    whatWillHappen:
      'Setting it up takes about two minutes. Nothing changes until you have entered a first code.',
    setUp: 'Set up two-factor authentication',
    authenticatorActive: (date: string) => `Added ${date}.`,
    lastUsed: (when: string) => `Last used ${when}.`,
    suspended:
      'Suspended after many wrong codes. It works again as soon as you have a new password: choose “Forgot your password?” on the sign-in page.',
    held: (when: string) =>
      `Out of use, because you were let in without it and a new app is being set up. If that comes to nothing, it works again ${when}.`,
    retired: 'Out of use for good. At your next sign-in you set up another.',
    recoveryCodes: 'Recovery codes',
    codesLeft: (count: number) => (count === 1 ? '1 of them is left.' : `${count} of them are left.`),
    unsaved: (until: string) =>
      `You have not said that you saved them. You can see them until ${until}, and never after that.`,
    newCodesAbout:
      'Lost them, or never saw them? New ones take the place of the old ones, which then no longer work.',
    newCodes: 'Make new recovery codes',
    codesLost:
      'Two-factor authentication is on, but the page with your recovery codes is over. If you have not saved them, make new ones.',
    newCodesSaved: 'Your new recovery codes are saved. The old ones no longer work.',
    showCodes: 'Show the recovery codes',
    turnedOn:
      'Two-factor authentication is on and your recovery codes are saved. The next sign-in asks for a code.',
    alreadyOn: 'Two-factor authentication is already on. Nothing was changed.',
    cancelled: 'The set-up was cancelled. Two-factor authentication is still off.',
  },
  confirmPassword: {
    title: 'Enter your password again',
    lead: 'You signed in a while ago. Before two-factor authentication is set up, show that it is still you.',
    leadOwing: 'You signed in a while ago. Before you go on, show that it is still you.',
    label: 'Your password',
    wrong: 'The password is wrong. Nothing was changed. Enter it again.',
    tooMany: (when: string) => `Too many tries. Nothing was changed. You can try again ${when}.`,
    submit: 'Go on',
    leave: 'Cancel',
  },
  setUp: {
    title: 'Set up two-factor authentication',
    step: (number: number) => `Step ${number} of 3`,
    appsHeading: 'Get an authenticator app',
    appsLead:
      'It shows the codes that you enter at sign-in. Any of these will do, and so will one that you already have.',
    appCountersign: 'Countersign',
    appCountersignAbout:
      'In your browser, for Chrome and Firefox. Reads the QR code off this page and fills in the code.',
    appGoogle: 'Google Authenticator',
    appGoogleAbout: 'On your phone, for Android and iPhone.',
    appMicrosoft: 'Microsoft Authenticator',
    appMicrosoftAbout: 'On your phone, for Android and iPhone.',
    showQr: 'Show the QR code',
    cancel: 'Cancel',
    expired:
      'That QR code is no longer valid: the set-up was cancelled, or its ten minutes are over. Nothing was changed. Show a new one.',
    exhausted: 'Too many wrong codes for one QR code. Nothing was changed. Show a new one and scan that.',
    overtaken:
      'You cannot go on without two-factor authentication any more, so the set-up that you had begun is over. If you have scanned its QR code, remove that account from your app.',
  },
  scan: {
    title: 'Scan the QR code',
    lead: 'Open your authenticator app, choose to add an account and scan this.',
    qrAlt: 'QR code for your authenticator app. The same key stands below as text.',
    keyHeading: 'Or type this key into the app',
    keyHint: 'Time-based, six digits. Capitals and spaces make no difference.',
    copyKey: 'Copy the key',
    copied: 'Copied',
    validUntil: (until: string) => `This QR code is valid until ${until}.`,
    confirmHeading: 'Enter the code that the app shows',
    label: 'Code',
    hint: 'Six digits. Two-factor authentication is turned on when the code is right.',
    submit: 'Turn on two-factor authentication',
    cancel: 'Cancel set-up',
    invalid:
      'That code is wrong. Check that the app shows this account, and enter the code that it shows now.',
    malformed: 'A code is six digits. Enter the digits that the app shows; this try was not counted.',
    stale: 'A newer QR code has been made since. Scan this one; the one before it no longer works.',
  },
  codes: {
    title: 'Save your recovery codes',
    turnedOn: 'Two-factor authentication is on.',
    lead: 'If you lose your authenticator app or your phone, one of these codes lets you in. Each works once. Save them now.',
    listLabel: 'Recovery codes',
    download: 'Download as a text file',
    fileName: 'harbour-practice-recovery-codes.txt',
    fileHeading: (site: string, address: string) => `${site} recovery codes for ${address}`,
    fileAbout:
      'Each code works once, in place of a code from your authenticator app or by SMS. Keep them where only you can find them.',
    fileMade: (when: string) => `Made ${when}.`,
    print: 'Print',
    printByBrowser: 'To print them, use your browser’s own print command.',
    availableUntil: (until: string) =>
      `You can see them here until ${until}, or until you say that you have saved them. After that they are never shown again.`,
    notKept:
      'These codes are shown this once: they could not be kept for a second look. Save them before you leave this page.',
    madeNew: 'These are your new recovery codes. The old ones no longer work.',
    saved: 'I have saved these codes',
    done: 'Done',
    otherList:
      'The list that you ticked off no longer works: you have made this newer one since. Throw the older one away and save these codes.',
    notTicked: 'Save the codes first, then tick the box to say that you have. They are still here.',
  },
  mailbox: {
    title: 'Mailbox',
    lead: 'Nothing of this was really sent. The demo shows here what would have gone out, to anybody, by mail and by SMS.',
    empty: 'Nothing has been sent yet.',
    sms: 'SMS',
    to: (address: string, when: string) => `To ${address}, ${when}`,
  },
  ...recoveryEn,
  ...supportEn,
  mail: mailEn,
  api: apiEn,
  ...adminEn,
  textMessage: smsEn,
  phone: phoneEn,
  security: securityEn,
  activity: activityEn,
  ...otherTabEn,
  ...ownWaysEn,
  problem: {
    notFoundTitle: 'This page is not here',
    notFound: 'The address may be mistyped, or the page has moved. Nothing was lost.',
    forbiddenTitle: 'This request came from another site',
    forbidden:
      'To keep you safe it was not carried out. Nothing was changed. Go to the page itself and try again there.',
    badRequestTitle: 'This form could not be read',
    badRequest:
      'Something in it was missing or given twice. Nothing was changed. Go back and fill it in again.',
    tooLargeTitle: 'That was too much at once',
    tooLarge: 'What you sent is larger than this site accepts. Nothing was changed.',
    otherHostTitle: 'This site has another address',
    otherHost:
      'It was asked for under a name that is not its own, so nothing is shown here. Open it by its own address.',
    serverTitle: 'Something went wrong on our side',
    server: 'What you did may not have been saved. Go back, check, and try again in a moment.',
    reference: (id: string) => `If you tell us about it, give this number: ${id}.`,
    toHome: 'Go to the first page',
  },
}

export type Catalogue = typeof en
