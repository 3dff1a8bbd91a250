import type { apiEn } from './api-en.ts'

/** Vad API:et säger till människor, på svenska. Samma nycklar som `api-en.ts`. */
export const apiSv: typeof apiEn = {
  malformedRequest: 'Det gick inte att läsa förfrågan.',
  unauthorized: 'Logga in först.',
  forbidden: 'Förfrågan är inte tillåten här.',
  notFound: 'Här finns inget, eller så är det inte ditt att se.',
  tooLarge: 'Förfrågan är större än vad webbplatsen tar emot.',
  unsupportedMediaType: 'Skicka JSON.',
  otherHost: 'Webbplatsen har en annan adress.',
  serverError: 'Något gick fel hos oss.',
  wrongCredentials: 'E-postadressen eller lösenordet är fel.',
  tooManyAttempts: 'För många försök. Försök igen senare.',
  factorLocked: 'För många felaktiga koder. Logga in igen senare.',
  tooManyMails: 'För många koder har skickats per mejl. Logga in igen senare.',
  passwordChangeRequired: 'Lösenordet måste bytas på webbplatsen innan du kan logga in.',
  codeMalformed: 'Det här är ingen kod; försöket räknades inte.',
  codeInvalid: 'Koden är fel.',
  codeAlreadyUsed: 'Koden har redan använts. Vänta på nästa.',
  clockSkew: 'Klockan i din telefon går fel. Ställ in den på nätverkstid.',
  methodNotAllowed: 'Den här inloggningen kan inte slutföras på det sättet.',
  factorSuspended: 'Autentiseringsappen är avstängd. Använd en återställningskod.',
  challengeExhausted: 'För många felaktiga koder i samma inloggning. Logga in på nytt.',
  challengeExpired: 'Inloggningen tog för lång tid eller har redan använts. Logga in på nytt.',
  smsTooSoon: 'En kod är på väg. Vänta innan du ber om en ny.',
  smsLimited: 'För många koder har skickats. Försök igen senare, eller använd en annan metod.',
  smsUnavailable: 'Det går inte att skicka sms till det här numret nu. Använd en annan metod.',
  smsFailed: 'Det gick inte att skicka sms:et. Försök igen, eller använd en annan metod.',
  setUpNow: 'Ditt konto behöver en autentiseringsapp. Ställ in den nu, här eller på webbplatsen.',
  setUpNumber:
    'Ditt konto behöver ett telefonnummer för koder per sms, och det läggs till på webbplatsen. Logga in där.',
  setUpAfterCode:
    'Ditt konto behöver en ny autentiseringsapp. Ange först koden från vårt mejl, och ställ sedan in appen.',
}
