/** Apps whose QR codes hold an activation for themselves and not a key that others could take. */
const apps: [RegExp, string][] = [
  [
    /^(phonefactor|microsoft-authenticator|ms-authenticator|ms-msa|msauth(\.[a-z.]+)?):/i,
    'Microsoft Authenticator',
  ],
  [/^https:\/\/([a-z0-9-]+\.)*phonefactor\.net\//i, 'Microsoft Authenticator'],
  [/^https:\/\/mobileappcommunicator\.auth\.microsoft\.com\//i, 'Microsoft Authenticator'],
  [/^duo:\/\//i, 'Duo Mobile'],
  [/^https:\/\/m-[a-z0-9]+\.duosecurity\.com\/activate\//i, 'Duo Mobile'],
  [/^oktaverify:\/\//i, 'Okta Verify'],
  [/^(com\.rsa\.securid|securid):\/\//i, 'RSA SecurID'],
]

/** Characters; no host is longer, and patterns that repeat run out of stack on texts of megabytes, which may be pasted. */
const longestStart = 300

/** Which app a text activates, where it is of use to that one only; else `null`. */
export function findActivationApp(text: string): string | null {
  const start = text.slice(0, longestStart)
  return apps.find(([pattern]) => pattern.test(start))?.[1] ?? null
}
