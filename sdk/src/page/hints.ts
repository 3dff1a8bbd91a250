/** How clearly a text speaks of a one-time code: `never` where the field is for something else. */
export type Hint = 'never' | 'none' | 'weak' | 'strong'

/** Names of one-time codes that hardly mean anything else. */
const STRONG =
  /one ?time ?(pass|code|pin)|\b(otp|totp|mfa|2fa|tfa)|two ?(factor|step)|2 ?(factor|step)|authenticat(or|ion) (app|code)|auth ?code|authenticator|verif\w* ?(code|kod|pin)|(security|login|sign in|confirmation|access|sms|passcode) ?code|pass ?code|\b[678] ?(digit|siffrig)|engångs ?(kod|lösenord)|verifierings ?kod|säkerhets ?kod|bekräftelse ?kod|inloggnings ?kod|autentiserings?\s?(kod|app)|sms ?kod|tvåfaktor|tvåstegs|kontrollkod/

const WEAK = /\b(code|codes|kod|koden|pin|token|passcode|challenge)\b/

/** Codes and numbers of other kinds; nothing else that a text says makes up for one of these. */
const OTHER_CODE =
  /promo|coupon|voucher|gift|discount|rabatt|kampanj|presentkort|värdekod|erbjudande|referral|\brefer|invit|inbjud|värvning|\bpost ?(al|code|kod|nummer|nr|ort)|\bzip|landskod|landsnummer|country|riktnummer|area ?code|\bdial(ling|ing)?\b|\bprefix\b|\b(cvc|cvv|csc)\d?\b|\b(card|kortets|kortnummer)\b|sort ?code|\bswift\b|\bbic\b|\biban\b|bankgiro|plusgiro|\bocr\b|captcha|product|produkt|artikel|\bsku\b|tracking|kolli|portkod|\bdoor|source code|\btax\b|\bvat\b|\bmoms\b|colou?r|license|activation key|\bserial\b|booking|bokning|\border|\bcourse\b|kurskod|birth|födelse|personnummer|personnr|\bssn\b/

/** Needs another box of the page: an authenticator's code in it would be an attempt wasted. */
const RECOVERY = /recovery|backup|back up|återställning|reservkod|återhämtning/

/** Fields of other kinds, unless the same text also speaks of a code: "the code that we sent to your phone". */
const OTHER_FIELD =
  /phone|\btel\b|telefon|mobil|e ?mail|e ?post|user ?name|användarnamn|password|lösenord|search|\bsök|query|amount|belopp|summa|quantity|antal|price|pris|\bname\b|\bnamn|address|adress|\bcity\b|\bort\b|\burl\b|website|comment|kommentar|message|meddelande|\bdate\b|datum|\bage\b|ålder/

/** Judges one text: a label, a name, a placeholder. */
export function judgeText(text: string): Hint {
  const words = toWords(text)
  if (OTHER_CODE.test(words)) return 'never'
  if (RECOVERY.test(words) && !/\b(or|eller)\b/.test(words)) return 'never'
  if (STRONG.test(words)) return 'strong'
  if (WEAK.test(words)) return 'weak'
  return OTHER_FIELD.test(words) ? 'never' : 'none'
}

/**
 * Judges what stands around a field, where other things are spoken of too: what comes first counts, since forms begin
 * with what they are for and end with links to other ways.
 */
export function judgeSurroundings(text: string): Hint {
  const words = toWords(text)
  const places = [OTHER_CODE, RECOVERY].map((pattern) => words.search(pattern)).filter((place) => place >= 0)
  const strong = words.search(STRONG)
  if (places.length > 0 && (strong < 0 || Math.min(...places) < strong)) return 'never'
  if (strong >= 0) return 'strong'
  return WEAK.test(words) ? 'weak' : 'none'
}

/** What a field without a name may be for instead; too many words to be held against one that has a name. */
const OTHER_PURPOSE =
  /\bnick|\bcall\b|\bkalla|\bnote|anteckning|answer|\bsvar|title|rubrik|reason|anledning|feedback|synpunkt|subject|ämne|company|företag|\bpay|betala|donat|subscri|prenumer|newsletter|nyhetsbrev|\bpost\b|publi[cs]|reply|review|tell us|berätta|question|fråga|\bfind\b|\bhitta|\bkey\b|nyckel/

/**
 * Says whether the texts over a field that nothing names, nearest first, and on its button ask for a one-time code: one
 * leaves no doubt, one speaks of a code, and none speaks of something else.
 */
export function speakOfCode(texts: string[], pressed: string[]): boolean {
  const words = texts.map(toWords)
  const other = [...words, ...pressed.map(toWords)].some(
    (text) =>
      OTHER_CODE.test(text) ||
      RECOVERY.test(text) ||
      OTHER_PURPOSE.test(text) ||
      (OTHER_FIELD.test(text) && !STRONG.test(text) && !WEAK.test(text) && !SENT.test(text)),
  )
  return (
    !other && words.some((text) => STRONG.test(text)) && words.some((text) => /kod(en)?\b|code\b/.test(text))
  )
}

/** Where a code went is no other field: "we sent it to your phone". */
const SENT = /\b(sent|skickat|skickade|skickats)\b/

/** Lower case with single spaces: `smsCode`, `sms_code` and `SMS-code` read alike. */
function toWords(text: string): string {
  return text
    .slice(0, 400)
    .normalize('NFC')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
