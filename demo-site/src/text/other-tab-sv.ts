import type { otherTabEn } from './other-tab-en.ts'

/** För ett formulär i en äldre flik, som inte gäller det som den här webbläsaren håller på med nu. */
export const otherTabSv: typeof otherTabEn = {
  otherTab: {
    title: 'En annan sida har öppnats här sedan dess',
    account: (address) =>
      `Ditt formulär gäller ett annat konto än ${address}, som öppnades senast i den här webbläsaren. Inget ändrades, och inget försök räknades.`,
    newerSignIn: (address) =>
      `Din sida gäller en äldre inloggning som inte leder någonstans längre. Den som ${address}, som påbörjades senast i den här webbläsaren, avbröts inte.`,
    goOn: (address) => `Fortsätt med ${address}`,
    signInAgain: 'Logga in på det första kontot igen om du vill fortsätta med det.',
    openAgain:
      'Öppna länken i mejlet till det första kontot igen om du vill fortsätta med det, eller be om en ny.',
    changePerson: 'Logga ut här och logga in på det första kontot om du vill fortsätta med det.',
    changePersonKept:
      'Logga ut här och logga in på det första kontot om du vill fortsätta med det. Det du skrev sparas i en timme och finns i formuläret igen då.',
    signOutAndBack: 'Logga ut och gå tillbaka till formuläret',
    forgottenTitle: 'Öppna länken i ditt mejl igen',
    forgotten:
      'Den här webbläsaren vet inte längre vilken länk som ledde hit: det var för mer än en timme sedan, eller i en annan webbläsare. Inget ändrades, och länken kan fungera ändå.',
    invitation: (clinic, address) =>
      `Ditt formulär gäller en annan inbjudan än den som öppnades senast i den här webbläsaren: till ${clinic}, för ${address}. Inget ändrades.`,
    invitationAgain: 'Öppna länken i mejlet med den första igen om du vill tacka ja till den.',
    goOnInvitation: (clinic) => `Fortsätt med ${clinic}`,
  },
}
