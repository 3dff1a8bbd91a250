import type { invitationEn } from './invitation-en.ts'

/** Att bjuda in någon till en mottagning, och att bli inbjuden, på svenska. */
export const invitationSv: typeof invitationEn = {
  invite: {
    title: 'Bjud in en medlem',
    lead: (clinic) =>
      `Vi skickar en länk till personens adress. Den fungerar en gång, i sju dagar, och leder till ${clinic} för den som kan läsa mejlet.`,
    name: 'Namn',
    nameMissing: 'Ange namnet som mottagningen känner personen under.',
    nameTooLong: (count) => `Ett namn har högst ${count} tecken här. Korta det.`,
    roleMissing: 'Välj en roll.',
    practitionerAccess: 'Åtkomst som behandlare',
    practitionerYes: 'Ser klienter och läser deras anteckningar',
    practitionerAbout:
      'En behandlare får den i vilket fall; en ägare eller administratör bara när rutan är ikryssad.',
    submit: 'Skicka inbjudan',
    isMember: 'Någon med den adressen är redan medlem av mottagningen.',
    tooMany: (from) =>
      `För många inbjudningar har skickats. Inget har gått förlorat; du kan skicka fler från ${from}.`,
  },
  invitation: {
    title: (clinic) => `Gå med i ${clinic}`,
    lead: (inviter, clinic, role) => `${inviter} har bjudit in dig till ${clinic}, som: ${role}.`,
    required: (clinic, from) =>
      `${from === null ? `${clinic} kräver` : `Från ${from} kräver ${clinic}`} tvåfaktorsautentisering: utöver ditt lösenord en kod från din app eller via sms.`,
    atOnce: 'Om du inte har det än ställer du in den så snart du har gått med.',
    grace: (days, isAhead, sooner) => {
      const time = days === 1 ? '1 dag' : `${days} dagar`
      const ahead = `${days === 0 ? 'till dess' : `${time} från den dagen`} på dig att ställa in den`
      return `Om du inte har det än har du ${isAhead ? ahead : `${time} på dig att ställa in den när du har gått med`}${sooner}.`
    },
    sooner: ', om inte en annan av dina mottagningar kräver det tidigare',
    newLead: (address) => `Välj ett lösenord för ${address}. Sedan loggar du in med adressen och lösenordet.`,
    name: 'Ditt namn',
    password: 'Lösenord',
    submit: 'Skapa mitt konto',
    signInLead: (address) => `Du har redan ett konto. Logga in som ${address} för att gå med.`,
    signIn: 'Logga in',
    joinLead: (name) => `Du är inloggad som ${name}.`,
    join: 'Gå med i mottagningen',
    otherPerson: (theirs, yours) =>
      `Inbjudan skickades till ${theirs}, och du är inloggad som ${yours}. Logga ut först och öppna sedan länken i mejlet igen.`,
    deadTitle: 'Inbjudan fungerar inte längre',
    dead: 'Den är redan använd eller tillbakadragen, eller så har dess sju dagar gått. Inget har ändrats. Har du redan gått med loggar du in. Annars ber du den som enligt mejlet bjöd in dig om en ny inbjudan.',
    lapsed: (clinic, address) =>
      `Dess sju dagar har gått, och inget har ändrats. Vi kan mejla en ny länk till ${clinic} till ${address}.`,
    ended: (address) =>
      `Den är använd, tillbakadragen eller ersatt, eller så är dess tid slut. Inget har ändrats. Har du redan gått med loggar du in. Annars kan vi säga till mottagningen att ${address} ber om en ny inbjudan.`,
    askAnew: 'Be om en ny inbjudan',
    passedOnTitle: 'Vi har fört det vidare',
    passedOn:
      'Om en nyare inbjudan fortfarande gäller är en ny länk till den på väg. Annars får mottagningen veta att du ber om en, om du inte redan är medlem. Det sker högst en gång om dagen, och inbjudan kommer till adressen som blev inbjuden, och till ingen annan.',
    sendAgain: 'Mejla mig en ny länk',
    againTitle: 'Titta i ditt mejl',
    again:
      'Om mottagningen fortfarande väntar på dig är en ny länk på väg till adressen som blev inbjuden. Den fungerar i sju dagar.',
    subject: (clinic) => `Du är inbjuden till ${clinic}`,
    mail: (inviter, clinic, site) =>
      `${inviter} bjuder in dig till ${clinic} på ${site}. Öppna den här sidan för att gå med; har du ett konto loggar du in där, annars skapar du det:`,
    notExpected: 'Om du inte känner till det här behöver du inte göra något: ingen går med utan länken.',
    accountMade: 'Ditt konto är skapat. Logga in med din adress och ditt lösenord.',
  },
}
