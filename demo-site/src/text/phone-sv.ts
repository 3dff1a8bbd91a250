import type { phoneEn } from './phone-en.ts'

/** Telefonnummer och koderna som går dit, på svenska. Samma nycklar som `phone-en.ts`. */
export const phoneSv: typeof phoneEn = {
  title: 'Få en kod per sms',
  about: 'Vi skickar sex siffror till ett av dina telefonnummer. De fungerar en gång, i fem minuter.',
  send: (number) => `Skicka en kod till ${number}`,
  sendNamed: (name, number) => `Skicka en kod till ${name}, ${number}`,
  sentTo: (number) => `Vi har skickat en kod till ${number}. Den fungerar i fem minuter.`,
  label: 'Kod från sms:et',
  hint: 'Sex siffror.',
  resend: 'Skicka en ny kod',
  resendIn: (seconds) =>
    seconds === 1
      ? 'Har inget kommit? Du kan be om en ny kod om 1 sekund.'
      : `Har inget kommit? Du kan be om en ny kod om ${seconds} sekunder.`,
  resendNow: 'Har inget kommit? Be om en ny kod; den förra slutar då att fungera.',
  noMore: 'Inga fler koder skickas den här gången. Ange den senaste, välj ett annat sätt eller börja om.',
  useSms: 'Få en kod per sms',
  useSmsTo: (number) => `Få en kod per sms till ${number}`,
  invalid: 'Koden är fel, eller så har dess fem minuter gått. Ange koden från det senaste sms:et.',
  alreadyUsed: 'Koden är redan använd eller ersatt. Ange koden från det senaste sms:et.',
  malformed: 'Koden är sex siffror. Ange siffrorna från sms:et; försöket räknades inte.',
  tooSoon: (seconds) =>
    seconds === 1
      ? 'En kod skickades alldeles nyss. Du kan be om en till om 1 sekund.'
      : `En kod skickades alldeles nyss. Du kan be om en till om ${seconds} sekunder.`,
  limited: (when) =>
    `För många koder har skickats per sms. Du kan be om en till ${when}. Inget har gått förlorat.`,
  unavailable:
    'Just nu kan inga koder skickas per sms till det här numret. Inget har gått förlorat. Välj ett annat sätt.',
  failed:
    'Sms:et kunde inte skickas. Inget har gått förlorat. Försök igen om en stund eller välj ett annat sätt.',
  numberTitle: 'Använd ett telefonnummer',
  numberTitleReplace: 'Byt telefonnummer',
  risk: 'En app är det starkare valet: en kod per sms kan läsas av den som tar över ditt telefonnummer eller ditt SIM-kort.',
  useApp: 'Använd en autentiserings\u00adapp i stället',
  numberLabel: 'Mobilnummer',
  numberHint: (example) => `Med landsnummer, till exempel ${example}. Vi skickar en kod dit.`,
  numberSubmit: 'Skicka koden',
  replaceLead: (number) => `${number} fungerar tills du har angett koden som vi skickar till det nya numret.`,
  codeTitle: 'Ange koden från sms:et',
  codeLead: (number) =>
    `Vi har skickat en kod till ${number}. När den är rätt används numret vid inloggningen.`,
  notSentLead: (number) => `Ingen kod har kommit fram till ${number} än. Skicka en.`,
  codeSubmit: 'Använd det här numret',
  otherNumber: 'Använd ett annat nummer',
  cancel: 'Avbryt',
  codeSent: 'En ny kod är på väg. Den förra fungerar inte längre.',
  numberInvalid: 'Det är inget telefonnummer. Kontrollera siffrorna och landsnumret.',
  countryRefused: 'Vi kan inte skicka sms till det landet. Använd ett nummer i ett annat land eller en app.',
  typeRefused:
    'Det är inte säkert att sms kommer fram till ett sådant nummer. Använd ett mobilnummer eller en app.',
  alreadyAdded: 'Det numret använder du redan. Ange ett annat.',
  expired: 'Det tog mer än tio minuter eller avbröts. Inget har ändrats. Ange numret igen.',
  stale:
    'Numret byttes i en annan flik sedan dess. Det här är sidan för det nyare; koden skickas till det numret.',
  exhausted: 'För många felaktiga koder för samma nummer. Inget har ändrats. Ange numret igen.',
  overtaken:
    'Du kan inte fortsätta utan tvåfaktorsautentisering längre, så inställningen som du hade påbörjat gäller inte. Koden som vi skickade per sms fungerar inte längre. Börja om här.',
}
