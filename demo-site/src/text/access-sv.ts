import type { accessEn } from './access-en.ts'

/** Åtkomst som behandlare som ges eller tas bort i efterhand, på svenska. */
export const accessSv: typeof accessEn = {
  access: {
    giveTitle: 'Ge åtkomst som behandlare',
    giveAbout: 'För den som ska se klienter och läsa deras anteckningar.',
    giveFor: (name) => `Ge ${name} åtkomst som behandlare`,
    giveWhat: (name) =>
      `Från och med nu ser ${name} mottagningens klienter och läser alla deras anteckningar. Rollen är som förut.`,
    giveButton: 'Ge åtkomst',
    given: 'Personen har nu åtkomst som behandlare och har fått ett mejl.',
    takeTitle: 'Ta bort åtkomsten som behandlare',
    takeAbout: 'För den som inte längre behandlar klienter här.',
    takeFor: (name) => `Ta bort åtkomsten som behandlare för ${name}`,
    takeWhat: (name) =>
      `${name} ser inte längre mottagningens klienter eller deras anteckningar: det gäller genast, överallt där personen är inloggad. Personen är kvar som medlem, och det som personen har skrivit är kvar på mottagningen.`,
    takeLast: (name) =>
      `Ingen utom ${name} har åtkomst som behandlare här. Sedan läser ingen klienternas anteckningar förrän någon får den. Anteckningarna finns kvar.`,
    takeButton: 'Ta bort åtkomsten',
    taken: 'Personen har inte längre åtkomst som behandlare och har fått ett mejl.',
    givenSubject: (clinic) => `Du har åtkomst som behandlare till ${clinic}`,
    givenMail: (who, clinic, when) =>
      `${who} gav dig åtkomst som behandlare till ${clinic} ${when}. Du ser klienterna där och läser deras anteckningar.`,
    takenSubject: (clinic) => `Du har inte längre åtkomst som behandlare till ${clinic}`,
    takenMail: (who, clinic, when) =>
      `${who} tog bort din åtkomst som behandlare till ${clinic} ${when}. Du ser inte längre klienterna där eller deras anteckningar. Du är medlem som förut.`,
    askOwner: 'Fråga mottagningens ägare om du inte vet varför.',
  },
}
