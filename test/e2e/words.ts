/** The words that flows look for, as a person reads them: written out here, not taken from what is tested. */
export interface Words {
  site: {
    address: string
    password: string
    signIn: string
    signOut: string
    signedOut: string
    greeting: RegExp
    settings: string
    manage: string
    setUp: string
    showQr: string
    scanHeading: string
    code: string
    turnOn: string
    turnedOn: string
    codesSaved: string
    done: string
    notTicked: string
    savedNotice: string
    enterCode: string
    continue: string
    needHelp: string
    recoveryHeading: string
    recoveryCode: string
    usedRecovery: RegExp
    recoveryUsedUp: string
    codeUsed: string
    codeWrong: string
    triesLeft: (count: number) => string
    signInLocked: RegExp
    ended: string
    exhausted: string
    enabledSubject: string
    recoverySubject: string
  }
  popup: {
    password: string
    passwordAgain: string
    createVault: string
    locked: string
    unlock: string
    wrongPassword: string
    scan: string
    add: string
    lock: string
    settings: string
    found: string
    save: string
    /** For an account that is there with another key. */
    replaceOld: string
    cancel: string
    saved: (name: string) => string
    /** Each row's button says whose code it is. */
    fill: RegExp
    copy: RegExp
    search: string
    minutes: string
    seconds: string
    correctionSaved: string
  }
}

export const english: Words = {
  site: {
    address: 'Email address',
    password: 'Password',
    signIn: 'Sign in',
    signOut: 'Sign out',
    signedOut: 'You have signed out.',
    greeting: /Good to see you, \w+/,
    settings: 'Settings',
    manage: 'Manage two-factor authentication',
    setUp: 'Set up two-factor authentication',
    showQr: 'Show the QR code',
    scanHeading: 'Scan the QR code',
    code: 'Code',
    turnOn: 'Turn on two-factor authentication',
    turnedOn: 'Two-factor authentication is on.',
    codesSaved: 'I have saved these codes',
    done: 'Done',
    notTicked: 'Save the codes first, then tick the box to say that you have.',
    savedNotice: 'Two-factor authentication is on and your recovery codes are saved.',
    enterCode: 'Enter the code from your authenticator app',
    continue: 'Continue',
    needHelp: 'Need help?',
    recoveryHeading: 'Use a recovery code',
    recoveryCode: 'Recovery code',
    usedRecovery: /You signed in with a recovery code, which can’t be used again\. You have 9 left\./,
    recoveryUsedUp: 'That recovery code has already been used.',
    codeUsed: 'That code has already been used.',
    codeWrong: 'That code is wrong.',
    triesLeft: (count) => (count === 1 ? 'You have 1 try left.' : `You have ${count} tries left.`),
    signInLocked:
      /Your password is right, but there were too many wrong codes\. You can sign in again at (\d\d:\d\d)/,
    ended: 'That sign-in took too long or has already been used. Sign in again.',
    exhausted: 'Too many wrong codes for one sign-in. Sign in again to get new tries.',
    enabledSubject: 'Two-factor authentication is on',
    recoverySubject: 'A recovery code was used',
  },
  popup: {
    password: 'Password',
    passwordAgain: 'Password again',
    createVault: 'Create vault',
    locked: 'Vault locked',
    unlock: 'Unlock',
    wrongPassword: 'Wrong password. Nothing was changed.',
    scan: 'Scan this page',
    add: 'Add',
    lock: 'Lock',
    settings: 'Settings',
    found: 'QR code found',
    save: 'Save',
    replaceOld: 'Replace the old one',
    cancel: 'Cancel',
    saved: (name) => `${name} saved.`,
    fill: /^Fill, /,
    copy: /^Copy code, /,
    search: 'Search accounts',
    minutes: 'Minutes',
    seconds: 'Seconds',
    correctionSaved: 'Clock correction saved.',
  },
}

export const swedish: Words = {
  site: {
    address: 'E-postadress',
    password: 'Lösenord',
    signIn: 'Logga in',
    signOut: 'Logga ut',
    signedOut: 'Du har loggat ut.',
    greeting: /Välkommen, \w+/,
    settings: 'Inställningar',
    manage: 'Hantera tvåfaktorsautentisering',
    setUp: 'Ställ in tvåfaktorsautentisering',
    showQr: 'Visa QR-koden',
    scanHeading: 'Läs av QR-koden',
    code: 'Kod',
    turnOn: 'Slå på tvåfaktorsautentisering',
    turnedOn: 'Tvåfaktorsautentisering är på.',
    codesSaved: 'Jag har sparat koderna',
    done: 'Klar',
    notTicked: 'Spara koderna först och kryssa sedan i rutan.',
    savedNotice: 'Tvåfaktorsautentisering är på och dina återställningskoder är sparade.',
    enterCode: 'Ange koden från din autentiseringsapp',
    continue: 'Fortsätt',
    needHelp: 'Behöver du hjälp?',
    recoveryHeading: 'Använd en återställningskod',
    recoveryCode: 'Återställningskod',
    usedRecovery: /Du loggade in med en återställningskod, som inte kan användas igen\. Du har 9 kvar\./,
    recoveryUsedUp: 'Återställningskoden är redan använd.',
    codeUsed: 'Koden är redan använd.',
    codeWrong: 'Koden är fel.',
    triesLeft: (count) => `Du har ${count} försök kvar.`,
    signInLocked:
      /Lösenordet stämmer, men det har kommit för många felaktiga koder\. Du kan logga in igen (\d\d:\d\d)/,
    ended: 'Inloggningen tog för lång tid eller är redan använd. Logga in igen.',
    exhausted: 'För många felaktiga koder i samma inloggning. Logga in igen för att få nya försök.',
    enabledSubject: 'Tvåfaktorsautentisering är på',
    recoverySubject: 'En återställningskod har använts',
  },
  popup: {
    password: 'Lösenord',
    passwordAgain: 'Lösenordet igen',
    createVault: 'Skapa valv',
    locked: 'Valvet är låst',
    unlock: 'Lås upp',
    wrongPassword: 'Fel lösenord. Inget har ändrats.',
    scan: 'Läs av sidan',
    add: 'Lägg till',
    lock: 'Lås',
    settings: 'Inställningar',
    found: 'QR-kod hittad',
    save: 'Spara',
    replaceOld: 'Ersätt det gamla',
    cancel: 'Avbryt',
    saved: (name) => `${name} är sparat.`,
    fill: /^Fyll i, /,
    copy: /^Kopiera koden, /,
    search: 'Sök bland konton',
    minutes: 'Minuter',
    seconds: 'Sekunder',
    correctionSaved: 'Klockjusteringen är sparad.',
  },
}
