import { hkdfSync } from 'node:crypto'

/** Keys of the site's own, each for one purpose, all from `COUNTERSIGN_KEY`. Never the key itself: that one is the SDK's. */
export interface SiteKeys {
  /** Seals recovery codes until they have been saved. */
  handover: Buffer
  /** Signs the cookie by which a browser is known. */
  knownBrowser: Buffer
}

/** @param region a cookie that one region has signed is worth nothing in another, though they may have one key */
export function deriveSiteKeys(key: string, region: string | null): SiteKeys {
  const salt = region ?? ''
  const derive = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', Buffer.from(key, 'base64'), salt, `harbour-practice ${purpose}`, 32))
  return { handover: derive('recovery code handover'), knownBrowser: derive('known browser') }
}
