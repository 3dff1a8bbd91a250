import type { recoveryEn } from './recovery-en.ts'

/** Kontoåterställning på svenska; samma nycklar som `recovery-en.ts`. */
export const recoverySv: typeof recoveryEn = {
  lostAll: {
    link: 'Jag har blivit av med appen eller telefonen och återställningskoderna',
    title: 'Blivit av med appen eller telefonen och återställnings\u00adkoderna?',
    lead: 'Då kan din mottagning hjälpa dig in igen, om du har lite tålamod. Ingen släpps in genast: det är det som håller andra borta från ditt konto.',
    stepLink: 'Vi skickar en länk till adressen som du loggar in med.',
    stepDetails: 'Bakom den anger du något som bara du och din mottagning vet.',
    stepReview: 'En ägare eller administratör på din mottagning tar reda på att det är du.',
    stepWait:
      'Från godkännandet löper en väntetid på tre arbetsdagar. Du får mejl när den börjar, efter halva tiden och när den är slut.',
    stepEnd:
      'Sedan loggar du in med ditt lösenord och en kod som vi mejlar till dig, och ställer in tvåfaktorsautentisering på nytt.',
    submit: 'Skicka länken',
    submitAgain: 'Skicka en länk till',
    back: 'Tillbaka till inloggningen',
    sent: 'Om någon loggar in med den adressen och tvåfaktorsautentisering är en länk på väg dit. Den fungerar en gång, i en timme. Har inget kommit? Titta i skräpposten eller kontrollera adressen.',
    malformed: 'Det är ingen e-postadress. Kontrollera den och försök igen.',
    tooMany: (when) => `För många länkar har begärts. Du kan be om en ny ${when}.`,
  },
  recoveryRequest: {
    title: 'Visa vem du är',
    lead: (address) =>
      `Du ber om kontoåterställning för ${address}. Fyll i det du kan: en av de tre uppgifterna räcker, fler är bättre.`,
    who: 'Bara ägare och administratörer på dina mottagningar ser det, och det raderas när ärendet är avslutat.',
    cardDigits: 'Kortets fyra sista siffror',
    cardDigitsHint: 'På kortet som ditt konto betalas med. Aldrig mer än de fyra sista.',
    cardName: 'Namnet på kortet',
    studentNumber: 'Studentnummer',
    studentNumberHint: 'Om du arbetar här som student.',
    submit: 'Be om kontoåterställning',
    until: (until) => `Länken gäller till ${until}.`,
    nothing: 'Fyll i minst en av de tre uppgifterna. Inget har skickats.',
    notFour: 'Ange kortets fyra sista siffror och inget annat. Inget har skickats.',
    tooLong: (count) => `Ange högst ${count} tecken. Inget har skickats.`,
  },
  recoveryAsked: {
    title: 'Du har bett om kontoåterställning',
    lead: (when) => `Vi tog emot din begäran ${when}. Du har fått ett mejl som bekräftar det.`,
    next: 'Så går det till',
    review:
      'En ägare eller administratör på din mottagning hör av sig, per telefon eller öga mot öga, och bestämmer.',
    wait: (day) =>
      `Vid ett godkännande börjar en väntetid på tre arbetsdagar. Den slutar tidigast ${day}; exakt när står i mejlet om godkännandet.`,
    end: 'Sedan kommer ett mejl med länken som slutför återställningen.',
    stop: 'Vart och ett av mejlen kan avbryta ärendet. Det gör också varje kod: hittar du appen, telefonen eller en återställningskod är det bara att logga in.',
    newest: 'Hur det står till framgår av det senaste mejlet.',
  },
  recoveryLink: {
    deadTitle: 'Länken fungerar inte längre',
    dead: 'Den är för gammal eller felskriven, eller så är ärendet avslutat: avbrutet, avslaget eller slutfört. Inget ändrades nu.',
    deadNext:
      'Det senaste mejlet om det visar hur det står till. Be om en ny länk om du fortfarande inte kan logga in.',
    askAgain: 'Få en ny länk',
    toSignIn: 'Gå till inloggningen',
    openTitle: 'Ett ärende är redan öppet',
    open: 'Ett i taget: inget har ändrats. Mejlen om det öppna ärendet visar hur det står till, och vart och ett kan avbryta det.',
    needlessTitle: 'Inget behöver återställas',
    needless: 'Tvåfaktorsautentisering är inte längre på för kontot. Logga in med ditt lösenord.',
    oftenTitle: 'För många ärenden',
    often: (when) =>
      `Tre ärenden har öppnats inom 30 dagar, så inget ändrades nu. Du kan öppna ett nytt ${when}.`,
    cancelTitle: 'Avbryta kontoåterställningen?',
    cancel: (address) => `Någon har bett om kontoåterställning för ${address}.`,
    cancelUntil: (when) => `Den är godkänd; väntetiden slutar ${when}.`,
    cancelAfter: (when) =>
      `Den är godkänd och väntetiden slutade ${when}: den som har länken för att slutföra den kan göra det nu.`,
    cancelAbout:
      'Om du avbryter är allt som det var: dina appar, telefonnummer och återställningskoder fortsätter att fungera. Om du har blivit av med dem och själv bett om detta, låt det vara.',
    cancelSubmit: 'Avbryt den',
    cancelledTitle: 'Kontoåterställningen är avbruten',
    cancelled: (when) => `Du avbröt den ${when}. Inget annat har ändrats.`,
    cancelledNext:
      'Om det inte var du som bad om den läser någon din e-post: byt lösenord till brevlådan, sedan här, och säg till mottagningens ägare.',
    rejectedTitle: 'Kontoåterställningen fick avslag',
    rejected: (when) =>
      `Den fick avslag ${when}, och allt är som det var. Tala med den som avslog den, eller be om en ny länk.`,
    expiredTitle: 'Tiden för kontoåterställningen är slut',
    expired: (when) =>
      `Ärendet blev inte klart i tid och avslutades ${when}. Inget har ändrats. Om du fortfarande inte kan logga in: be om en ny länk och tala med den som avgör ärendet.`,
    resetInstead: (when) =>
      `En administratör återställde din tvåfaktorsautentisering ${when}, och därmed är kontoåterställningen avslutad. Logga in: efter lösenordet mejlar vi en kod till dig, och sedan ställer du in tvåfaktorsautentisering på nytt.`,
    completeTitle: 'Slutföra kontoåterställningen?',
    complete: (address) => `Väntetiden för ${address} är slut.`,
    completeAbout:
      'Om du slutför den slutar dina gamla appar, telefonnummer, återställningskoder och betrodda datorer att fungera, och du loggas ut överallt. Vid nästa inloggning mejlar vi en kod till dig, och du ställer in tvåfaktorsautentisering på nytt.',
    completeSubmit: 'Slutför återställningen',
    tooSoonTitle: 'Det är för tidigt',
    tooSoon: (when) => `Väntetiden slutar ${when}. Öppna länken igen då.`,
    completedTitle: 'Kontoåterställningen är klar',
    completed: (when) =>
      `Sedan ${when} fungerar dina gamla appar, telefonnummer och återställningskoder inte längre. Logga in nu: efter lösenordet mejlar vi en kod till dig, och sedan ställer du in tvåfaktorsautentisering på nytt.`,
    usedTitle: 'Kontoåterställningen har avbrutits',
    used: (when) =>
      `Den avbröts ${when}: medan den pågick användes en kod från din app, en per sms eller en återställningskod, lades en app eller ett telefonnummer till, eller slogs tvåfaktorsautentisering av. Det finns inget kvar att återställa.`,
  },
  recoveryStop: {
    label: 'Kontoåterställning',
    banner: (when) =>
      `Någon bad ${when} om kontoåterställning för ditt konto. Om den går igenom slutar dina appar, telefonnummer och återställningskoder att fungera.`,
    submit: 'Det var inte jag: stoppa den',
    title: 'Kontoåterställning för ditt konto',
    none: 'Ingen pågår. Dina appar, telefonnummer och återställningskoder fungerar som förut.',
    stoppedTitle: 'Kontoåterställningen är stoppad',
    stopped:
      'Dina appar, telefonnummer och återställningskoder fortsätter att fungera. Någon har kunnat läsa din e-post: byt lösenord till brevlådan, sedan här, och säg till mottagningens ägare.',
  },
  adminRequest: {
    title: 'En administratör behöver ditt ja',
    reset: (who) => `${who} vill återställa din tvåfaktorsautentisering.`,
    resetAbout:
      'Om du säger ja slutar dina appar, telefonnummer, återställningskoder och betrodda datorer att fungera, och du loggas ut överallt. Vid nästa inloggning mejlar vi en kod till dig, och du ställer in tvåfaktorsautentisering på nytt.',
    allowOnce: (who) => `${who} vill låta dig logga in en gång utan din app eller telefon.`,
    allowOnceAbout:
      'Om du säger ja frågar nästa inloggning inom en timme efter en kod som vi mejlar till dig i stället för en från appen eller per sms, och du ställer in tvåfaktorsautentisering på nytt.',
    anAdmin: 'En administratör',
    reason: 'Skälet',
    until: (until) =>
      `Du kan säga ja till ${until}. Om du inte har bett om hjälp behöver du inte göra något.`,
    submitReset: 'Ja, återställ den',
    submitAllowOnce: 'Ja, släpp in mig en gång',
    leave: 'Nej, låt allt vara som det är',
    resetTitle: 'Din tvåfaktors\u00adautentisering är återställd',
    allowOnceTitle: 'Du kan logga in en gång utan din app eller telefon',
    done: (when) =>
      `Du sade ja ${when}. Logga in nu: efter lösenordet mejlar vi en kod till dig, och sedan ställer du in tvåfaktorsautentisering på nytt.`,
    lapsed: (who, address) =>
      `${who} frågade dig för mer än en timme sedan, och längre fungerar inte länken. Inget har ändrats. Om du fortfarande behöver hjälp kan vi mejla en ny länk till ${address}.`,
    again:
      'Om den som frågade fortfarande får hjälpa dig är en ny länk på väg till din adress. Den fungerar i en timme.',
    tooMany: (when) =>
      `Vi har mejlat dig så många sådana länkar som vi gör på en timme. Den senaste kanske fortfarande fungerar; du kan be om en till ${when}.`,
    ended: (who) =>
      `Den är använd, det finns en nyare, dess tid är slut, eller så får den som frågade inte längre hjälpa dig. Inget ändrades nu. Om du fortfarande behöver hjälp kan vi säga till ${who}, eller en annan administratör på din mottagning, att du ber om en ny länk.`,
    theAdmin: 'administratören som frågade',
    askAnew: 'Be om en ny länk',
    passedOn:
      'Om du inte har slagit av tvåfaktorsautentiseringen eller lämnat mottagningen får en administratör där veta att du ber om en ny länk, högst en gång om dagen. Om du blir tillfrågad igen kommer mejlet till din adress.',
    dead: 'Den är redan använd, det finns en nyare, dess tid är ute, eller så är den som frågade inte administratör längre. Inget ändrades nu. Kan du fortfarande inte logga in ber du den som mejlet nämner att börja om, eller ber själv om att få kontot återställt.',
  },
  reviews: {
    nav: (count) => (count === 0 ? 'Granskning' : `Granskning (${count})`),
    title: 'Begäranden om kontoåterställning',
    lead: 'Från personer på din mottagning som har blivit av med appen eller telefonen och återställningskoderna. De äldsta kommer först.',
    empty: 'Ingen har bett om kontoåterställning.',
    caption: 'Öppna ärenden',
    who: 'Vem',
    clinics: 'Mottagningar',
    asked: 'Begärd',
    state: 'Läge',
    waiting: 'Väntar på beslut',
    approved: (until) => `Godkänd, väntar till ${until}`,
    ready: (since) => `Godkänd; väntetiden slutade ${since}`,
    needsFactor: 'För att öppna ett ärende visar du en egen kod, så slå på tvåfaktorsautentisering först.',
    needsFactorLink: 'Ställ in tvåfaktors\u00adautentisering',
    isApproved: (name, until) => `Godkänd. Väntetiden för ${name} slutar ${until}; beskedet går ut med mejl.`,
    isClosed: 'Ärendet är avslutat. Inget ändrades nu.',
    closedApproved: (who) => `${who} har redan godkänt det. Personen har fått veta det med mejl.`,
    closedRejected: (who) => `${who} har avslagit det. Personen har fått veta det med mejl.`,
    closedCancelled: 'Det avbröts, och personen har fått veta det med mejl.',
    closedCompleted: 'Det godkändes och är slutfört. Personen har fått veta det med mejl.',
    closedExpired:
      'Tiden är slut: ingen avgjorde ärendet inom 30 dagar, eller så slutförde ingen det efter godkännandet. Personen får veta det med mejl och kan be igen.',
    notUsed: 'Ditt beslut användes inte, och inget ändrades nu.',
    notUsedReason: 'Det du skrev, att kopiera',
    isOpen: (name) => `Ärendet för ${name} är fortfarande öppet. Inget har beslutats.`,
    isRejected: 'Du avslog ärendet. Inget har ändrats, och personen får veta det med mejl.',
    notYours: 'Det här ärendet är inte ditt att avgöra',
    notYoursWhy:
      'Det är ditt eget, eller gäller någon med en högre roll än din. En annan ägare av mottagningen kan avgöra det, eller annars vår support.',
    closedTitle: 'Ärendet är avslutat',
    back: 'Alla ärenden',
  },
  review: {
    title: (name) => `Kontoåterställning för ${name}`,
    person: 'Vem som frågar',
    name: 'Namn',
    address: 'E-postadress',
    clinics: 'Mottagningar',
    since: 'Begärd',
    until: 'Öppet till',
    given: 'Uppgifterna som lämnats',
    cardDigits: 'Kortets fyra sista siffror',
    cardName: 'Namnet på kortet',
    studentNumber: 'Studentnummer',
    checkTitle: 'Innan du bestämmer dig',
    checkRecords: 'Jämför uppgifterna med mottagningens egna handlingar.',
    checkVoice:
      'Tala med personen: per telefon, på ett nummer som du hade sedan tidigare, eller öga mot öga. Aldrig per mejl, för den som frågar kanske läser det.',
    checkNoCode: 'Be inte om någon kod eller något lösenord. Du behöver inget av dem.',
    decideTitle: 'Ditt beslut',
    decideAbout:
      'Om du godkänner börjar en väntetid på tre arbetsdagar, och personen får veta det med mejl. Ett godkännande kan du inte ta tillbaka; personen kan avbryta. Om du avslår är allt som det var.',
    elsewhere: 'Personen hör till en annan mottagning också. Dess ägare får veta om du godkänner.',
    reason: 'Skäl',
    reasonHint: 'Hur du tog reda på det, eller vad som talade emot. Det sparas i loggen.',
    reasonMissing: 'Ange ett skäl. Inget har beslutats.',
    reasonTooLong: (count) => `Ett skäl har högst ${count} tecken. Inget har beslutats.`,
    approve: 'Godkänn',
    reject: 'Avslå',
    approvedTitle: 'Det är godkänt',
    approvedBy: (who, until) => `${who} godkände det. Väntetiden slutar ${until}.`,
    anAdmin: 'En administratör',
  },
}
