import { hkdfSync } from 'node:crypto'
import type { Config } from '../config.ts'

/** Keys of the site's own, each for one purpose, all from `COUNTERSIGN_KEY`. Never the key itself: that one is the SDK's. */
export interface SiteKeys {
  /** Seals recovery codes until they have been saved. */
  handover: Buffer
  /** Seals mail that waits for the mail server; null where there is none and the mailbox page shows it to everybody. */
  queuedMail: Buffer | null
  /** Seals what was typed into a form that could not be sent yet. */
  unsentForm: Buffer
  /** Names whose a form is, see `http/form-owner.ts`. */
  formOwner: Buffer
  /** Signs the cookie by which a browser is known. */
  knownBrowser: Buffer
  /** Seal what mailed links are about; the first one is the newest, as links in old mails have it from an older key. */
  linkTickets: readonly Buffer[]
}

/** What one region has signed or sealed is worth nothing in another, though they may have one `COUNTERSIGN_KEY`. */
export function deriveSiteKeys({
  key,
  oldKeys,
  region,
  smtpUrl,
}: Pick<Config, 'key' | 'oldKeys' | 'region' | 'smtpUrl'>): SiteKeys {
  const salt = region ?? ''
  const derive = (purpose: string, from = key) =>
    Buffer.from(hkdfSync('sha256', Buffer.from(from, 'base64'), salt, `harbour-practice ${purpose}`, 32))
  return {
    handover: derive('recovery code handover'),
    queuedMail: smtpUrl === null ? null : derive('queued mail'),
    unsentForm: derive('unsent form'),
    formOwner: derive('form owner'),
    knownBrowser: derive('known browser'),
    linkTickets: [key, ...oldKeys].map((one) => derive('link ticket', one)),
  }
}
