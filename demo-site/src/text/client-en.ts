/** What the command-line client says, in English; what the API says comes in the language that is asked for. */
export const clientEn = {
  usage: (site: string) => `npm run client --workspace demo-site -- [--site ADDRESS] [--locale en|sv] EMAIL

Signs in by the API with a password and a code, and prints the client notes.

  --site    where the site is (${site})
  --locale  what is spoken (after LC_ALL, LC_MESSAGES or LANG; else en)`,
  password: (address: string) => `Password of ${address}: `,
  code: 'Code (or one of your recovery codes): ',
  mailedCode: 'Code from the mail: ',
  firstCode: 'Code that the app shows: ',
  sentTo: (number: string) => `A code is on its way to ${number}.`,
  key: (secret: string, uri: string) => `Enter this key into your app: ${secret}\nOr open this in it: ${uri}`,
  recoveryCodes: 'Keep these recovery codes; each works once:',
  noNotes: 'You are signed in. There are no notes yet.',
  noAccess: 'You are signed in. Notes are for practitioners, and you have no practitioner access.',
  ended: 'Stopped. You are not signed in.',
  nothingThere: (site: string) => `Nothing that answers like the demo site is at ${site}.`,
}
