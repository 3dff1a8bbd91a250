/** Codes by SMS, in English. Short, and in the alphabet of the phone networks: 160 characters are one message. */
export const smsEn = {
  login: (code: string, site: string) => `${code} is your code for signing in to ${site}. Tell it to nobody.`,
  stepUp: (code: string, site: string) =>
    `${code} is your code for a change to your account at ${site}. Tell it to nobody.`,
  passwordReset: (code: string, site: string) =>
    `${code} is your code for a new password at ${site}. Tell it to nobody.`,
  enrollment: (code: string, site: string) =>
    `${code} is the code that adds this number to your account at ${site}. Tell it to nobody.`,
}
