import type { supportEn } from './support-en.ts'

/** Webbplatsens egen support på svenska; samma nycklar som `support-en.ts`. */
export const supportSv: typeof supportEn = {
  support: {
    title: 'Supporten',
    role: 'Du hör till webbplatsens support',
    about:
      'Du avgör kontoåterställningar för dem som ingen på deras mottagningar får avgöra för, till exempel en mottagnings enda ägare. Du ser inga klientanteckningar.',
    open: 'Öppna ärendena',
    stepReview:
      'En ägare eller administratör på din mottagning tar reda på att det är du; där ingen av dem får göra det gör vår support det.',
    who: 'Ingen på dina mottagningar får avgöra det här åt dig, så vår support gör det. Bara de ser det, och det raderas när ärendet är avslutat.',
    review:
      'Ingen på dina mottagningar får avgöra det här åt dig, så vår support hör av sig, per telefon eller öga mot öga, och bestämmer.',
    nobodyTitle: 'Ingen kan avgöra det här än',
    nobody: (siteName) =>
      `Ingen på dina mottagningar får ta reda på att det är du, och ${siteName} har inte utsett någon i supporten som kan. Inget har skickats och inget har ändrats.`,
    nobodyNext: (siteName) =>
      `Vänd dig till dem som driver ${siteName}: de kan utse någon i supporten. Be sedan om en ny länk. Tills dess kommer du fortfarande in med en kod från appen eller en återställningskod.`,
    reviewNobody: (siteName) =>
      `Det finns ingen kvar som får avgöra ärendet. Vänd dig till dem som driver ${siteName}: de kan utse någon i supporten, som då hittar din begäran.`,
    lead: 'Från personer som ingen på deras mottagningar får avgöra för. De äldsta kommer först.',
    checkRecords: 'Jämför det personen har angett med det som webbplatsen vet om personen och mottagningen.',
    mailSubject: 'Någon som bara supporten kan hjälpa ber om kontoåterställning',
  },
}
