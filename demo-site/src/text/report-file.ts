import type { Locale } from './catalogue.ts'

interface ReportFileForm {
  /** In the name of the file. */
  members: string
  /** What spreadsheets of the language expect between the cells. */
  separator: ',' | ';'
  /** What stands for each term of the SDK. */
  words: Readonly<Record<string, string>>
}

/** The report as a file in each language. The terms are English, and programs read them: in English they stay as they are. */
export const reportFile: Readonly<Record<Locale, ReportFileForm>> = {
  en: { members: 'members', separator: ',', words: {} },
  sv: {
    members: 'medlemmar',
    separator: ';',
    words: {
      user_id: 'Användar-id',
      name: 'Namn',
      address: 'E-postadress',
      role: 'Roll',
      methods: 'Metoder',
      out_of_use: 'Ur bruk',
      enabled_at: 'På sedan',
      last_used_at: 'Senast använd',
      recovery_codes_left: 'Återställningskoder kvar',
      trusted_devices: 'Betrodda datorer',
      policy: 'Krav',
      deadline: 'Krävs från',
      days_from_sign_in: 'Dagar efter nästa inloggning',
      owner: 'ägare',
      admin: 'administratör',
      practitioner: 'behandlare',
      totp: 'app',
      sms: 'sms',
      suspended: 'avstängd efter många felaktiga koder',
      reset: 'återställd',
      recovery: 'kontoåterställning',
      bypass: 'insläppt en gång',
      required: 'krävs',
      optional: 'frivilligt',
      exempt: 'undantagen',
    },
  },
}
