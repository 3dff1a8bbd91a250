import type { mailEn } from './mail-en.ts'

/** Breven på svenska. Samma nycklar som `mail-en.ts`. */
export const mailSv: typeof mailEn = {
  greeting: (name) => `Hej ${name}!`,
  resetSubject: 'Din länk till ett nytt lösenord',
  reset: 'Någon, troligen du, har bett om ett nytt lösenord. Välj det här:',
  linkUntil: (until) => `Länken fungerar en gång, till ${until}.`,
  resetNotYou: 'Om det inte var du behöver du inte göra något: lösenordet är som det var.',
  passwordChangedSubject: 'Ditt lösenord har bytts',
  passwordChanged: (when) => `Ditt lösenord byttes ${when} och du loggades ut överallt.`,
  passwordNotYou:
    'Om det inte var du: välj ”Glömt lösenordet?” på inloggningssidan och säg genast till mottagningens ägare.',
  notYou: 'Om det inte var du: byt lösenord och säg genast till mottagningens ägare.',
  enabledSubject: 'Tvåfaktorsautentisering är på',
  enabled: (when) =>
    `Tvåfaktorsautentisering slogs på för ditt konto ${when}. Från och med nu kräver inloggningen ditt lösenord och en kod från autentiseringsappen.`,
  enabledSms: (when) =>
    `Tvåfaktorsautentisering slogs på för ditt konto ${when}. Från och med nu kräver inloggningen ditt lösenord och en kod som vi skickar till din telefon.`,
  disabledSubject: 'Tvåfaktorsautentisering har slagits av',
  disabled: (when: string) => `Tvåfaktorsautentisering slogs av för ditt konto ${when}.`,
  addedSubject: 'En autentiseringsapp har lagts till',
  added: (when: string) => `Ytterligare en autentiseringsapp lades till för ditt konto ${when}.`,
  addedSmsSubject: 'Ett telefonnummer har lagts till',
  addedSms: (when) => `Ett telefonnummer lades till i ditt konto ${when}. Koder kan skickas dit.`,
  removedSubject: 'En autentiseringsapp eller ett telefonnummer har tagits bort',
  removed: (when: string) =>
    `En autentiseringsapp eller ett telefonnummer togs bort från ditt konto ${when}. Koderna därifrån fungerar inte längre.`,
  replacedSubject: 'Din autentiseringsapp har bytts ut',
  replaced: (when: string) =>
    `En ny autentiseringsapp tog den gamlas plats ${when}. Koder från den gamla fungerar inte längre.`,
  replacedSmsSubject: 'Ditt telefonnummer har bytts ut',
  replacedSms: (when) =>
    `Ett nytt telefonnummer tog ${when} platsen för det du hade förut. Koderna skickas till det nya.`,
  regeneratedSubject: 'Nya återställningskoder har skapats',
  regenerated: (when: string) =>
    `Nya återställningskoder skapades för ditt konto ${when}. De gamla fungerar inte längre.`,
  fewLeftSubject: 'Få återställningskoder är kvar',
  fewLeft: (when: string) =>
    `Sedan ${when} har du få återställningskoder kvar. Skapa nya i dina inställningar.`,
  trustedSubject: 'En dator är nu betrodd',
  trusted: (when: string) => `Sedan ${when} kan ytterligare en dator logga in på ditt konto utan kod.`,
  copiedSubject: 'Ingen dator är längre betrodd',
  copied: (when: string) =>
    `Det visade sig ${when} att två datorer uppträder som samma betrodda dator: någon har kopierat det som dess webbläsare sparar. Ingen dator är längre betrodd: på var och en efterfrågas en kod igen.`,
  recoveryUsedSubject: 'En återställningskod har använts',
  recoveryUsed: (when) =>
    `Någon loggade in på ditt konto ${when} med en av dina återställningskoder. Den koden kan inte användas igen.`,
  codeReusedSubject: 'En använd kod angavs igen',
  codeReused: (when) =>
    `En kod som redan var använd angavs för ditt konto ${when}. Den avvisades. Det kan hända när ett formulär skickas två gånger.`,
  pausedSubject: 'För många felaktiga koder',
  paused: (when) =>
    `Någon som kan ditt lösenord angav för många felaktiga koder ${when}. Inloggning med kod är pausad en stund.`,
  suspendedSubject: 'Dina appar och telefonnummer är avstängda',
  suspended: (when) =>
    `Dina autentiseringsappar och telefonnummer stängdes av ${when}, efter många felaktiga koder från någon som kan ditt lösenord. För att logga in igen behöver du ett nytt lösenord: välj ”Glömt lösenordet?” på inloggningssidan. Sedan fungerar deras koder igen.`,
  liftedSubject: 'Dina appar och telefonnummer fungerar igen',
  lifted: (when) => `Avstängningen av dina autentiseringsappar och telefonnummer hävdes ${when}.`,
  proofSubject: 'Din kod för att logga in',
  proof: (when) =>
    `Någon, troligen du, började logga in med ditt lösenord ${when}. Ange den här koden på sidan som frågar efter den:`,
  proofUntil: (until) =>
    `Koden fungerar en gång, till ${until}. Ange den ingen annanstans och lämna den inte till någon.`,
  proofNotYou: 'Om det inte var du kan någon ditt lösenord: byt det och säg genast till mottagningens ägare.',
  exhaustedSubject: 'För många felaktiga koder i rad',
  exhausted: (when) =>
    `Någon angav felaktiga koder för ditt konto ${when}, tills inga försök fanns kvar. De kom inte vidare med dem.`,
  lateSubject: 'En kod godtogs efter flera felaktiga',
  late: (when) => `Rätt kod angavs för ditt konto ${when}, efter flera felaktiga i rad.`,
  anAdmin: 'En administratör',
  aMember: 'En medlem av din mottagning',
  notAsked: 'Om du inte har bett om det: säg genast till mottagningens ägare.',
  factorResetSubject: 'Din tvåfaktorsautentisering har återställts',
  factorReset: (who, when) =>
    `${who} återställde din tvåfaktorsautentisering ${when}. Du är utloggad överallt, och dina autentiseringsappar, telefonnummer och återställningskoder fungerar inte längre. Vid nästa inloggning skickar vi en kod till den här adressen, och sedan ställer du in tvåfaktorsautentisering på nytt.`,
  bypassSubject: 'Du kan logga in en gång utan din app eller telefon',
  bypass: (who, when, until) =>
    `${who} lät dig ${when} logga in en gång utan din app eller telefon, till ${until}. Efter lösenordet skickar vi en kod till den här adressen, och sedan ställer du in tvåfaktorsautentisering på nytt. Om du vid inloggningen först behöver ett nytt lösenord: välj ”Glömt lösenordet?” där, och säg till din administratör om du inte har någon kod för det. Om du inte använder det ändras inget.`,
  pauseEndedSubject: 'Du kan ange koder igen',
  pauseEnded: (who, when) =>
    `${who} avslutade pausen efter för många felaktiga koder. Sedan ${when} kan du ange koder igen.`,
  devicesRevokedSubject: 'Du har loggats ut överallt',
  devicesRevoked: (who, when) => `${who} loggade ut dig överallt ${when}.`,
  devicesForgotten: 'Ingen av dina datorer är längre betrodd.',
  devicesAsked: 'På var och en av dina datorer efterfrågas en kod vid nästa inloggning.',
  askedInvitationSubject: (clinic) => `Någon ber om en ny inbjudan till ${clinic}`,
  askedInvitation: (address, clinic) =>
    `${address} öppnade länken i en inbjudan till ${clinic} som inte längre fungerar, och ber om en ny. Här kan du bjuda in igen:`,
  askedInvitationLeave:
    'Om du inte väntar på personen behöver du inte göra något: den gamla länken släpper inte in någon.',
  askedWordSubject: (member) => `${member} ber dig fråga igen`,
  askedWord: (member) =>
    `Du eller en annan administratör bad ${member} via mejl om ett ja som gäller tvåfaktorsautentisering. Länken öppnades när den inte längre fungerade. Om hjälp fortfarande behövs kan du fråga igen från medlemmens sida:`,
  askedWordLeave: 'Om saken redan är löst behöver du inte göra något: den gamla länken ändrar inget.',
  confirmSubject: 'En administratör behöver ditt ja',
  confirmReset: (who, when) => `${who} bad ${when} att få återställa din tvåfaktorsautentisering.`,
  confirmBypass: (who, when) =>
    `${who} bad ${when} att få låta dig logga in en gång utan din app eller telefon.`,
  confirmWhy:
    'Du hör till en mottagning där den personen inte är administratör, så det sker bara om du säger ja. Läs vad det gäller och bestäm här:',
  confirmNotAsked:
    'Om du inte har bett om hjälp behöver du inte göra något: allt är som det var. Säg till mottagningens ägare.',
  elsewhereSubject: 'En annan mottagnings administratör har hjälpt en medlem av din',
  elsewhereReset: (who, member, when) =>
    `${who} återställde tvåfaktorsautentiseringen för ${member} ${when}.`,
  elsewhereBypass: (who, member, when) =>
    `${who} lät ${member} logga in en gång utan app eller telefon ${when}.`,
  elsewhereRecovery: (who, member, when) => `${who} godkände kontoåterställningen för ${member} ${when}.`,
  elsewhereWhy:
    'Du får veta det för att personen hör till din mottagning också. Om det förvånar dig: fråga dem båda, per telefon eller öga mot öga.',
  recoveryLinkSubject: 'Din länk till kontoåterställning',
  recoveryLink: (when) =>
    `Någon, troligen du, meddelade ${when} att du varken kan ange en kod från autentiseringsappen eller per sms eller en återställningskod. Be om kontoåterställning här:`,
  recoveryLinkNotYou: 'Om det inte var du behöver du inte göra något: kontot är som det var.',
  recoveryRequestedSubject: 'Någon har bett om kontoåterställning',
  recoveryRequested: (when) =>
    `Kontoåterställning begärdes för ditt konto ${when}. En ägare eller administratör på din mottagning, eller vår support där ingen av dem får göra det, kontrollerar nu vem som frågar. Vid ett godkännande börjar en väntetid på tre arbetsdagar, och du får veta det.`,
  recoveryCallOff:
    'Om det inte var du, eller om du har din autentiseringsapp, din telefon eller en återställningskod trots allt: avbryt här:',
  recoveryReviewSubject: 'En medlem av din mottagning ber om kontoåterställning',
  recoveryReview: (member, when) =>
    `${member} bad om kontoåterställning ${when}. Innan du bestämmer dig: ta reda på att det verkligen är den personen, per telefon på ett nummer som du känner till eller öga mot öga. Inte per mejl. Ärendet finns under ”Granskning” när du är inloggad.`,
  recoveryApprovedSubject: 'Din kontoåterställning är godkänd',
  recoveryApproved: (when, from) =>
    `Din kontoåterställning godkändes ${when}. Väntetiden har börjat; den slutar ${from}. Då skickar vi länken som slutför återställningen.`,
  recoveryRemindedSubject: 'En kontoåterställning pågår',
  recoveryReminded: (when, from) =>
    `Det här är en påminnelse, ${when}: en kontoåterställning pågår för ditt konto. Väntetiden slutar ${from}.`,
  recoveryReadySubject: 'Du kan slutföra din kontoåterställning',
  recoveryReady: (from) => `Väntetiden för din kontoåterställning slutade ${from}. Slutför den här:`,
  recoveryRejectedSubject: 'Din kontoåterställning avslogs',
  recoveryRejected: (when) =>
    `Begäran om kontoåterställning avslogs ${when}. Inget har ändrats. Om du fortfarande inte kan logga in: tala med den som avslog den, eller be om återställning igen.`,
  recoveryCalledOffSubject: 'Kontoåterställningen har avbrutits',
  recoveryCalledOffByUse: (when) =>
    `Kontoåterställningen avbröts ${when}, eftersom en kod från autentiseringsappen, en per sms eller en återställningskod angavs, en app eller ett telefonnummer lades till, eller tvåfaktorsautentisering slogs av: det finns inget kvar att återställa.`,
  recoveryCalledOffByLink: (when) =>
    `Kontoåterställningen avbröts ${when}, med länken i ett av våra mejl. Inget har ändrats.`,
  recoveryCalledOffByReset: (when) =>
    `Kontoåterställningen avbröts ${when}, eftersom en administratör har återställt din tvåfaktorsautentisering: det finns inget kvar att återställa.`,
  recoveryCalledOffByHolder: (when) =>
    `Kontoåterställningen avbröts ${when} av någon som är inloggad på ditt konto. Inget har ändrats.`,
  recoveryExpiredSubject: 'Din kontoåterställning blev inte klar i tid',
  recoveryUndecided: (when) =>
    `Ingen avgjorde din begäran om kontoåterställning inom 30 dagar, så ärendet avslutades ${when}. Inget har ändrats, och det du angav är raderat.`,
  recoveryUncompleted: (when) =>
    `Din kontoåterställning godkändes, men ingen slutförde den inom 30 dagar efter väntetiden, så ärendet avslutades ${when}. Inget har ändrats, och länkarna fungerar inte längre.`,
  recoveryAskAgain:
    'Om du fortfarande inte kan logga in: välj ”Jag har blivit av med appen eller telefonen och återställningskoderna” på inloggningssidan och be igen. Tala med en ägare eller administratör på din mottagning, eller med dem som driver webbplatsen, så att någon tar hand om det den här gången.',
  recoveryCompletedSubject: 'Din kontoåterställning är klar',
  recoveryCompleted: (when) =>
    `Kontoåterställningen slutfördes ${when}. Du är utloggad överallt, och dina gamla autentiseringsappar, telefonnummer och återställningskoder fungerar inte längre. Vid nästa inloggning skickar vi en kod till den här adressen, och sedan ställer du in tvåfaktorsautentisering på nytt.`,
}
