import { activitySv } from './activity-sv.ts'
import { adminSv } from './admin-sv.ts'
import { apiSv } from './api-sv.ts'
import type { Catalogue } from './en.ts'
import { mailSv } from './mail-sv.ts'
import { otherTabSv } from './other-tab-sv.ts'
import { ownWaysSv } from './own-ways-sv.ts'
import { phoneSv } from './phone-sv.ts'
import { recoverySv } from './recovery-sv.ts'
import { securitySv } from './security-sv.ts'
import { smsSv } from './sms-sv.ts'
import { supportSv } from './support-sv.ts'

/**
 * Allt som en människa läser, på svenska. Samma nycklar som `en.ts`. Rubriker och knappar har mjuka bindestreck i de längsta
 * orden, så att de bryts rätt också där webbläsaren inte kan avstava.
 */
export const sv: Catalogue = {
  site: {
    skipToContent: 'Hoppa till innehållet',
    mainNavigation: 'Huvudmeny',
    home: 'Start',
    notes: 'Anteckningar',
    settings: 'Inställningar',
    signOut: 'Logga ut',
    languageHeading: 'Språk',
    mailbox: 'Brevlåda (demo)',
    sending: 'Skickar…',
    stopWaiting: 'Sluta vänta',
    notSent: 'Det du hade fyllt i finns kvar. Det är inte skickat än: kontrollera det och skicka det sedan.',
  },
  signIn: {
    title: 'Logga in',
    address: 'E-postadress',
    password: 'Lösenord',
    submit: 'Logga in',
    wrong: 'E-postadressen eller lösenordet stämmer inte. Kontrollera båda och försök igen.',
    tooMany: (when) => `För många försök. Det är inget fel på ditt konto. Du kan försöka igen ${when}.`,
    factorLocked: (when) =>
      `Lösenordet stämmer, men det har kommit för många felaktiga koder. Du kan logga in igen ${when}.`,
    tooManyMails: (when) =>
      `Lösenordet stämmer, men så många koder som en timme tillåter har skickats till dig per mejl. Du kan få en till ${when}.`,
    passwordChangeRequired:
      'Lösenordet stämmer, men någon har provat många felaktiga koder med det, så andra kan känna till det. Det måste bytas innan du kan logga in.',
    getNewPassword: 'Få en länk till ett nytt lösenord',
    forgotten: 'Glömt lösenordet?',
    linkUsed: 'Länken är redan använd. Logga in med det lösenord som sparades med den först.',
    passwordChanged: 'Lösenordet är bytt och du är utloggad överallt. Logga in med det nya.',
    withFactor:
      'Ange lösenordet en gång till. Sedan ber vi om en egen kod: från din app, per sms eller en återställningskod.',
    needed: 'Logga in för att se den sidan.',
    signedOut: 'Du har loggat ut.',
    cancelled: 'Inloggningen avbröts. Du är inte inloggad.',
    ended: 'Inloggningen tog för lång tid eller är redan använd. Logga in igen.',
    exhausted: 'För många felaktiga koder i samma inloggning. Logga in igen för att få nya försök.',
    accepted: 'Din kod godkändes nyss i ett annat fönster. Fortsätt där, eller logga in igen här.',
  },
  code: {
    title: 'Ange koden från din autentiserings\u00adapp',
    signingInAs: (address) => `Du loggar in som ${address}.`,
    label: 'Kod',
    hint: 'Sex siffror. Appen visar en ny kod var trettionde sekund.',
    several: (names) => `Vilken som helst av dina appar duger: ${names}.`,
    submit: 'Fortsätt',
    help: 'Behöver du hjälp?',
    cancel: 'Avbryt',
    invalid: 'Koden är fel. Kontrollera att appen visar det här kontot och ange koden som den visar nu.',
    alreadyUsed: 'Koden är redan använd. Vänta tills appen visar nästa kod och ange den.',
    malformed: 'En kod är sex siffror. Ange siffrorna som appen visar; försöket räknades inte.',
    clockAhead:
      'Telefonens klocka går före, så dess koder kommer för tidigt. Ställ telefonen på nätverkstid och ange koden som appen visar då.',
    clockBehind:
      'Telefonens klocka går efter, så dess koder kommer för sent. Ställ telefonen på nätverkstid och ange koden som appen visar då.',
    suspended:
      'Dina appar och telefonnummer är avstängda efter många felaktiga koder. Använd en återställningskod den här gången. Från nästa inloggning behöver du först ett nytt lösenord.',
    locked: (when) => `För många felaktiga koder. Du kan logga in igen ${when}. Inget har gått förlorat.`,
    attemptsLeft: (count) => (count === 1 ? 'Du har 1 försök kvar.' : `Du har ${count} försök kvar.`),
  },
  entry: {
    required: (who) => `${who} kräver tvåfaktorsautentisering för ditt konto.`,
    reset: 'En administratör har återställt din tvåfaktorsautentisering.',
    bypass: 'En administratör har låtit dig logga in en gång utan din app eller telefon.',
    recovery: 'Din kontoåterställning är klar.',
    setUpNow: 'Ställ in en autentiseringsapp nu. Så snart du har angett dess första kod är du inloggad.',
    replaceNow:
      'Ställ in en autentiseringsapp nu. Så snart du har angett dess första kod är du inloggad, och dina tidigare appar och telefonnummer är borta för gott.',
    numberNow:
      'Lägg till ett telefonnummer nu. Så snart du har angett koden som vi skickar till det är du inloggad.',
    replaceByNumberNow:
      'Lägg till ett telefonnummer nu. Så snart du har angett koden som vi skickar till det är du inloggad, och dina tidigare appar och telefonnummer är borta för gott.',
  },
  mailedCode: {
    title: 'Ange koden från vårt mejl',
    lead: (address) =>
      `För att vara säkra på att det är du har vi skickat en kod till ${address}. Efter den ställer du in tvåfaktorsautentisering på nytt.`,
    label: 'Kod från mejlet',
    hint: 'Åtta siffror. Mellanslag spelar ingen roll.',
    submit: 'Fortsätt',
    validUntil: (until) => `Koden gäller till ${until}.`,
    resend: 'Skicka en ny kod',
    resendFrom: (from) => `Har inget kommit? Du kan be om en ny kod från ${from}.`,
    resendNow: 'Har inget kommit? Titta i skräpposten eller be om en ny kod.',
    noMore: 'Inga fler koder skickas för den här inloggningen. Titta i skräpposten eller logga in igen.',
    sent: 'En ny kod är på väg. Den förra fungerar inte längre.',
    invalid: 'Koden är fel. Ange koden från det senaste mejlet.',
    alreadyUsed: 'Koden är redan använd eller ersatt. Ange koden från det senaste mejlet.',
    malformed: 'Koden är åtta siffror. Ange siffrorna från mejlet; försöket räknades inte.',
  },
  recovery: {
    title: 'Använd en återställningskod',
    lead: 'När du slog på tvåfaktorsautentisering fick du tio återställningskoder. Var och en fungerar en gång, i stället för en kod från appen eller per sms.',
    label: 'Återställningskod',
    hint: '24 bokstäver och siffror. Bindestreck, mellanslag och versaler spelar ingen roll.',
    submit: 'Fortsätt',
    back: 'Använd autentiserings\u00adappen',
    noCodes: (site) =>
      `Har du inga återställningskoder heller? Ingen på ${site} frågar dig någonsin efter en kod.`,
    lostEverything: 'Jag har förlorat allt',
    invalid: 'Återställningskoden är fel. Jämför med din lista och ange den igen.',
    alreadyUsed: 'Återställningskoden är redan använd. Var och en fungerar en gång; ange nästa på listan.',
    malformed:
      'En återställningskod är 24 bokstäver och siffror. Ange en från din lista; försöket räknades inte.',
    noneLeft: 'Du har inga återställningskoder kvar.',
  },
  forgotten: {
    title: 'Få ett nytt lösenord',
    lead: 'Ange adressen som du loggar in med. Vi skickar en länk dit; lösenordet är som det är tills du har valt ett nytt.',
    submit: 'Skicka länken',
    submitAgain: 'Skicka en länk till',
    back: 'Tillbaka till inloggningen',
    sent: 'Om någon loggar in med den adressen är en länk på väg dit. Den fungerar en gång, i 30 minuter. Har inget kommit? Titta i skräpposten eller kontrollera adressen.',
    malformed: 'Det är ingen e-postadress. Kontrollera den och försök igen.',
    tooMany: (when) => `För många länkar har begärts. Du kan be om en ny ${when}.`,
  },
  deadLink: {
    title: 'Länken fungerar inte längre',
    sentence: 'Den är redan använd, eller så har dess 30 minuter gått. Lösenordet byttes inte nu.',
    askAgain: 'Få en ny länk',
  },
  askCode: {
    locked: (when) => `Det finns inga försök kvar just nu. Du kan försöka igen ${when}. Inget har ändrats.`,
    again: 'Det tog för lång tid, eller så blev det för många försök. Inget har ändrats. Ange en kod igen.',
    accepted: 'Din kod godkändes nyss i ett annat fönster. Fortsätt där, eller ange en ny kod här.',
    noFactor:
      'Dina appar och telefonnummer kan inte användas nu: de är avstängda efter många felaktiga koder, eller på väg att ersättas. Använd en återställningskod i stället.',
    held: (when) =>
      `Just nu finns det ingen kod att fråga efter: du släpptes in utan kod, och en ny app ställs in. Blir det inte av fungerar dina gamla appar och telefonnummer igen ${when}. Inget har ändrats.`,
    noMethod:
      'Det finns ingen kod att fråga efter: dina appar, telefonnummer och återställningskoder används inte längre. Logga ut och logga in igen; där ställer du in det på nytt.',
  },
  resetCode: {
    title: 'Ange en kod innan du väljer lösenord',
    lead: (address) => `Du väljer ett nytt lösenord för ${address}. Till det räcker inte mejlet ensamt.`,
    submit: 'Fortsätt',
    leave: 'Behåll det gamla lösenordet',
    suspended:
      'Det kom för många felaktiga koder och det finns inga försök kvar i dag. Inget har ändrats. Försök igen i morgon eller vänd dig till mottagningens ägare.',
  },
  newCodes: {
    title: 'Skapa nya återställnings\u00adkoder',
    submit: 'Skapa nya återställnings\u00adkoder',
    leave: 'Behåll de gamla',
  },
  stepUp: {
    title: 'Visa att det är du',
    lead: () =>
      'Det som kommer nu ändrar vem som kan logga in. Ange först en kod; den efterfrågas igen efter tio minuter.',
    submit: 'Fortsätt',
    leave: 'Avbryt',
    suspended:
      'Dina appar och telefonnummer är avstängda efter många felaktiga koder. De fungerar igen så snart du har bytt lösenord: logga ut och välj ”Glömt lösenordet?”.',
  },
  newPassword: {
    title: 'Välj ett nytt lösenord',
    lead: (address) => `För ${address}. När det är sparat loggas du ut överallt och loggar in med det nya.`,
    label: 'Nytt lösenord',
    hint: (count) => `Minst ${count} tecken. Flera ord i rad är lätta att minnas och svåra att gissa.`,
    submit: 'Spara lösenordet',
    tooShort: (count) => `Ett lösenord har minst ${count} tecken. Välj ett längre.`,
    tooLong: (count) => `Ett lösenord har högst ${count} tecken. Välj ett kortare.`,
    common: 'Det är ett av de lösenord som alla provar först. Välj ett som är svårare att gissa.',
    personal:
      'Ditt namn, din adress och webbplatsens namn provas först. Välj ett lösenord som är svårare att gissa.',
  },
  home: {
    greeting: (name) => `Välkommen, ${name}`,
    notesTitle: 'Klientanteckningar',
    notesLead: (count) => (count === 1 ? 'Du kan läsa 1 anteckning.' : `Du kan läsa ${count} anteckningar.`),
    notesOpen: 'Öppna anteckningarna',
    notesNoAccess:
      'Anteckningarna är till för behandlare. Du har inte åtkomst som behandlare på den här mottagningen.',
    twoFactorOffTitle: 'Tvåfaktors\u00adautentisering är av',
    twoFactorOff:
      'Ett andra steg vid inloggningen skyddar klienternas anteckningar, även mot den som kan ditt lösenord.',
    twoFactorDue: (who, date) =>
      `${who} kräver den från ${date}. Från och med då ställer du in den innan du kommer in. Det tar ungefär två minuter.`,
    twoFactorDueAfter: (who, days, earliest) =>
      `${who} kräver den ${days === 1 ? '1 dag' : `${days} dagar`} efter din nästa inloggning${earliest ? `, tidigast från ${earliest}` : ''}. Från och med då ställer du in den innan du kommer in. Det tar ungefär två minuter.`,
    twoFactorSetUp: 'Ställ in tvåfaktors\u00adautentisering',
    unsavedCodes: 'Du har inte bekräftat att du har sparat dina återställningskoder.',
    unsavedCodesOpen: 'Visa återställnings\u00adkoderna',
    goOn: 'Fortsätt till sidan som du ville till',
    usedRecovery: (count) =>
      `Du loggade in med en återställningskod, som inte kan användas igen. Du har ${count} kvar.`,
  },
  notes: {
    title: 'Klientanteckningar',
    lead: 'Det som står här stannar på mottagningen.',
    empty: 'Det finns inga anteckningar ännu.',
    client: 'Klient',
    note: 'Anteckning',
    written: 'Skriven',
    by: (name, when) => `${name}, ${when}`,
    back: 'Alla anteckningar',
    noAccessTitle: 'Anteckningarna är till för behandlare',
    noAccess:
      'Klientanteckningar kräver åtkomst som behandlare, och den har du inte på den här mottagningen. En ägare eller administratör här ger den, till andra än sig själv.',
  },
  settings: {
    title: 'Inställningar',
    you: 'Du',
    name: 'Namn',
    address: 'E-postadress',
    roles: 'Mottagningar',
    owner: 'Ägare',
    admin: 'Administratör',
    practitioner: 'Behandlare',
    withPractitioner: (role) => `${role} och behandlare`,
    withoutAccess: (role) => `${role} utan åtkomst till klienter`,
    twoFactorTitle: 'Tvåfaktors\u00adautentisering',
    twoFactorOn: 'På. Inloggningen kräver ditt lösenord och en kod.',
    twoFactorOff: 'Av. Lösenordet räcker för att logga in.',
    twoFactorOpen: 'Hantera tvåfaktors\u00adautentisering',
    sessionsTitle: 'Var du är inloggad',
    onlyHere: 'Du är bara inloggad här.',
    elsewhere: (count) =>
      count === 1
        ? 'Utöver den här webbläsaren är du inloggad på 1 ställe till.'
        : `Utöver den här webbläsaren är du inloggad på ${count} ställen till.`,
    endOthers: 'Logga ut överallt annars',
    endedOthers: 'Nu är du bara inloggad här.',
  },
  twoFactor: {
    title: 'Tvåfaktors\u00adautentisering',
    lead: 'Ett andra steg vid inloggningen: utöver lösenordet en kod från en app i telefonen eller webbläsaren.',
    off: 'Tvåfaktors\u00adautentisering är av',
    on: 'Tvåfaktors\u00adautentisering är på',
    onSince: (date) => `På sedan ${date}.`,
    whatWillHappen:
      'Det tar ungefär två minuter att ställa in. Inget ändras förrän du har angett en första kod.',
    setUp: 'Ställ in tvåfaktors\u00adautentisering',
    authenticatorActive: (date) => `Tillagd ${date}.`,
    lastUsed: (when) => `Senast använd ${when}.`,
    suspended:
      'Avstängd efter många felaktiga koder. Den fungerar igen så snart du har bytt lösenord: välj ”Glömt lösenordet?” på inloggningssidan.',
    held: (when) =>
      `Används inte just nu, för du släpptes in utan den och en ny app ställs in. Blir det inte av fungerar den igen ${when}.`,
    retired: 'Används inte längre. Vid nästa inloggning ställer du in en ny.',
    recoveryCodes: 'Återställnings\u00adkoder',
    codesLeft: (count) => `${count} av dem är kvar.`,
    unsaved: (until) =>
      `Du har inte bekräftat att du har sparat dem. Du kan se dem till ${until}, och därefter aldrig mer.`,
    newCodesAbout:
      'Har du tappat bort dem, eller aldrig sett dem? Nya tar de gamlas plats, och de gamla slutar fungera.',
    newCodes: 'Skapa nya återställnings\u00adkoder',
    codesLost:
      'Tvåfaktorsautentisering är på, men sidan med återställningskoderna finns inte längre. Skapa nya om du inte har sparat dem.',
    newCodesSaved: 'De nya återställningskoderna är sparade. De gamla fungerar inte längre.',
    showCodes: 'Visa återställnings\u00adkoderna',
    turnedOn:
      'Tvåfaktorsautentisering är på och dina återställningskoder är sparade. Nästa inloggning frågar efter en kod.',
    alreadyOn: 'Tvåfaktorsautentisering är redan på. Inget har ändrats.',
    cancelled: 'Inställningen avbröts. Tvåfaktorsautentisering är fortfarande av.',
  },
  confirmPassword: {
    title: 'Ange ditt lösenord igen',
    lead: 'Det var ett tag sedan du loggade in. Visa att det fortfarande är du, innan tvåfaktors\u00adautentisering ställs in.',
    leadOwing: 'Det var ett tag sedan du loggade in. Visa att det fortfarande är du, innan du fortsätter.',
    label: 'Ditt lösenord',
    wrong: 'Lösenordet stämmer inte. Inget har ändrats. Ange det igen.',
    tooMany: (when) => `För många försök. Inget har ändrats. Du kan försöka igen ${when}.`,
    submit: 'Fortsätt',
    leave: 'Avbryt',
  },
  setUp: {
    title: 'Ställ in tvåfaktors\u00adautentisering',
    step: (number) => `Steg ${number} av 3`,
    appsHeading: 'Skaffa en autentiserings\u00adapp',
    appsLead:
      'Den visar koderna som du anger när du loggar in. Vilken som helst av dessa duger, liksom en som du redan har.',
    appCountersign: 'Countersign',
    appCountersignAbout:
      'I webbläsaren, för Chrome och Firefox. Läser QR-koden från den här sidan och fyller i koden.',
    appGoogle: 'Google Authenticator',
    appGoogleAbout: 'I telefonen, för Android och iPhone.',
    appMicrosoft: 'Microsoft Authenticator',
    appMicrosoftAbout: 'I telefonen, för Android och iPhone.',
    showQr: 'Visa QR-koden',
    cancel: 'Avbryt',
    expired:
      'QR-koden gäller inte längre: inställningen avbröts, eller så har dess tio minuter gått. Inget har ändrats. Visa en ny.',
    exhausted: 'För många felaktiga koder för samma QR-kod. Inget har ändrats. Visa en ny och läs av den.',
    overtaken:
      'Du kan inte fortsätta utan tvåfaktorsautentisering längre, så inställningen som du hade påbörjat gäller inte. Om du har läst av dess QR-kod: ta bort det kontot ur appen.',
  },
  scan: {
    title: 'Läs av QR-koden',
    lead: 'Öppna autentiseringsappen, välj att lägga till ett konto och läs av den här.',
    qrAlt: 'QR-kod för din autentiseringsapp. Samma nyckel står som text nedanför.',
    keyHeading: 'Eller skriv in nyckeln i appen',
    keyHint: 'Tidsbaserad, sex siffror. Versaler och mellanslag spelar ingen roll.',
    copyKey: 'Kopiera nyckeln',
    copied: 'Kopierad',
    validUntil: (until) => `QR-koden gäller till ${until}.`,
    confirmHeading: 'Ange koden som appen visar',
    label: 'Kod',
    hint: 'Sex siffror. Tvåfaktorsautentisering slås på när koden är rätt.',
    submit: 'Slå på tvåfaktors\u00adautentisering',
    cancel: 'Avbryt inställningen',
    invalid: 'Koden är fel. Kontrollera att appen visar det här kontot och ange koden som den visar nu.',
    malformed: 'En kod är sex siffror. Ange siffrorna som appen visar; försöket räknades inte.',
    stale: 'En nyare QR-kod har gjorts sedan dess. Läs av den här; den förra fungerar inte längre.',
  },
  codes: {
    title: 'Spara dina återställnings\u00adkoder',
    turnedOn: 'Tvåfaktorsautentisering är på.',
    lead: 'Om du blir av med autentiseringsappen eller telefonen släpper en av de här koderna in dig. Var och en fungerar en gång. Spara dem nu.',
    listLabel: 'Återställningskoder',
    download: 'Ladda ner som textfil',
    fileName: 'harbour-practice-aterstallningskoder.txt',
    fileHeading: (site, address) => `Återställningskoder till ${site} för ${address}`,
    fileAbout:
      'Var och en fungerar en gång, i stället för en kod från autentiseringsappen eller per sms. Förvara dem där bara du hittar dem.',
    fileMade: (when) => `Gjorda ${when}.`,
    print: 'Skriv ut',
    printByBrowser: 'Skriv ut dem med webbläsarens eget utskriftskommando.',
    availableUntil: (until) =>
      `Du kan se dem här till ${until}, eller tills du bekräftar att du har sparat dem. Därefter visas de aldrig mer.`,
    notKept:
      'Koderna visas bara nu: de kunde inte förvaras till ett senare tillfälle. Spara dem innan du lämnar sidan.',
    madeNew: 'Det här är dina nya återställningskoder. De gamla fungerar inte längre.',
    saved: 'Jag har sparat koderna',
    done: 'Klar',
    otherList:
      'Listan som du bockade av gäller inte längre: du har gjort den här nyare sedan dess. Släng den äldre och spara de här koderna.',
    notTicked: 'Spara koderna först och kryssa sedan i rutan. De finns kvar här.',
  },
  mailbox: {
    title: 'Brevlåda',
    lead: 'Inget av det här har skickats på riktigt. Demosajten visar här vad som skulle ha gått ut, till vem som helst, med mejl och sms.',
    empty: 'Inget har skickats ännu.',
    sms: 'Sms',
    to: (address, when) => `Till ${address}, ${when}`,
  },
  ...recoverySv,
  ...supportSv,
  mail: mailSv,
  api: apiSv,
  ...adminSv,
  textMessage: smsSv,
  phone: phoneSv,
  security: securitySv,
  activity: activitySv,
  ...otherTabSv,
  ...ownWaysSv,
  problem: {
    notFoundTitle: 'Sidan finns inte här',
    notFound: 'Adressen kan vara felskriven, eller så har sidan flyttat. Inget har gått förlorat.',
    forbiddenTitle: 'Begäran kom från en annan webbplats',
    forbidden:
      'För din säkerhet utfördes den inte. Inget har ändrats. Gå till själva sidan och försök igen där.',
    badRequestTitle: 'Formuläret gick inte att läsa',
    badRequest:
      'Något i det saknades eller angavs två gånger. Inget har ändrats. Gå tillbaka och fyll i det igen.',
    tooLargeTitle: 'Det var för mycket på en gång',
    tooLarge: 'Det du skickade är större än vad webbplatsen tar emot. Inget har ändrats.',
    otherHostTitle: 'Webbplatsen har en annan adress',
    otherHost:
      'Den efterfrågades under ett namn som inte är dess eget, så inget visas här. Öppna den med dess egen adress.',
    serverTitle: 'Något gick fel hos oss',
    server: 'Det du gjorde kanske inte sparades. Gå tillbaka, kontrollera och försök igen om en stund.',
    reference: (id) => `Om du berättar för oss om det, ange det här numret: ${id}.`,
    toHome: 'Gå till första sidan',
  },
}
