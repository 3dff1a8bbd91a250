import type { smsEn } from './sms-en.ts'

/** Koderna i sms på svenska. Samma nycklar som `sms-en.ts`. */
export const smsSv: typeof smsEn = {
  login: (code, site) => `${code} är din kod för att logga in på ${site}. Lämna den inte till någon.`,
  stepUp: (code, site) =>
    `${code} är din kod för en ändring av ditt konto på ${site}. Lämna den inte till någon.`,
  passwordReset: (code, site) =>
    `${code} är din kod för ett nytt lösenord på ${site}. Lämna den inte till någon.`,
  enrollment: (code, site) =>
    `${code} är koden som lägger till det här numret i ditt konto på ${site}. Lämna den inte till någon.`,
}
