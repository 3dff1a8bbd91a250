/** Phone numbers and the codes that go to them, in English. `phone-sv.ts` has the same keys; its type sees to it. */
export const phoneEn = {
  title: 'Get a code by SMS',
  about: 'We send six digits to a phone number of yours. They work once, for five minutes.',
  send: (number: string) => `Send a code to ${number}`,
  sendNamed: (name: string, number: string) => `Send a code to ${name}, ${number}`,
  sentTo: (number: string) => `We have sent a code to ${number}. It works for five minutes.`,
  label: 'Code from the SMS',
  hint: 'Six digits.',
  resend: 'Send a new code',
  resendIn: (seconds: number) =>
    seconds === 1
      ? 'Nothing has come? You can ask for a new code in 1 second.'
      : `Nothing has come? You can ask for a new code in ${seconds} seconds.`,
  resendNow: 'Nothing has come? Ask for a new code; the one before it then no longer works.',
  noMore: 'No more codes are sent for this one. Enter the newest, use another way, or begin again.',
  useSms: 'Get a code by SMS',
  useSmsTo: (number: string) => `Get a code by SMS to ${number}`,
  invalid: 'That code is wrong, or its five minutes are over. Enter the code from the newest SMS.',
  alreadyUsed: 'That code has already been used or replaced. Enter the code from the newest SMS.',
  malformed: 'The code is six digits. Enter the digits from the SMS; this try was not counted.',
  tooSoon: (seconds: number) =>
    seconds === 1
      ? 'A code was sent a moment ago. You can ask for another one in 1 second.'
      : `A code was sent a moment ago. You can ask for another one in ${seconds} seconds.`,
  limited: (when: string) =>
    `Too many codes were sent by SMS. You can ask for another one ${when}. Nothing was lost.`,
  unavailable: 'No codes can be sent by SMS to this number just now. Nothing was lost. Use another way.',
  failed: 'The SMS could not be sent. Nothing was lost. Try again in a moment, or use another way.',
  numberTitle: 'Use a phone number',
  numberTitleReplace: 'Change the phone number',
  risk: 'An app is the stronger choice: a code by SMS can be read by whoever takes over your phone number or your SIM card.',
  useApp: 'Use an authenticator app instead',
  numberLabel: 'Mobile number',
  numberHint: (example: string) => `With the country code, such as ${example}. We send a code to it.`,
  numberSubmit: 'Send the code',
  replaceLead: (number: string) =>
    `${number} goes on working until you have entered the code that we send to the new number.`,
  codeTitle: 'Enter the code from the SMS',
  codeLead: (number: string) =>
    `We have sent a code to ${number}. When it is right, the number is used at sign-in.`,
  notSentLead: (number: string) => `No code has reached ${number} yet. Send one.`,
  codeSubmit: 'Use this number',
  otherNumber: 'Use another number',
  cancel: 'Cancel',
  codeSent: 'A new code is on its way. The one before it no longer works.',
  numberInvalid: 'That is no phone number. Check the digits and the country code.',
  countryRefused: 'We can’t send SMS to that country. Use a number of another country, or an app.',
  typeRefused: 'SMS can’t be relied on to reach that kind of number. Use a mobile number, or an app.',
  alreadyAdded: 'You use that number already. Enter another one.',
  expired: 'That took more than ten minutes, or was cancelled. Nothing was changed. Enter the number again.',
  stale:
    'The number was changed in another tab since. This is the page of the newer one; the code for it goes to that number.',
  exhausted: 'Too many wrong codes for one number. Nothing was changed. Enter the number again.',
  overtaken:
    'You cannot go on without two-factor authentication any more, so the set-up that you had begun is over. The code that we sent by SMS no longer works. Begin again here.',
}
