import { readScannedText, type ScannedText } from '../core/scanned-text.ts'
import { isSameHost } from '../core/sites.ts'
import { captureTab, type OpenTab, readTabUrl } from '../platform/tabs.ts'
import { scanPicture } from '../workers/scan-picture.ts'

export type LookResult =
  | { status: 'found'; codes: ScannedText[] }
  | { status: 'no_code' }
  | { status: 'restricted' }
  /** Another page is there than the one that the account would be bound to. */
  | { status: 'moved' }
  | { status: 'too_large' }
  | { status: 'failed' }

/** More codes than this on one screen are not a set-up page. */
const maxCodes = 20

/** Reads every QR code that the tab shows right now; an aborted signal ends it early. */
export async function lookAtPage(tab: OpenTab | null, signal: AbortSignal): Promise<LookResult> {
  const picture = tab === null ? null : await captureTab(tab)
  if (tab !== null && !isSameHost(tab.url, await readTabUrl(tab))) return { status: 'moved' }
  if (picture === null) return { status: 'restricted' }
  const answer = await scanPicture(picture, signal).catch(() => ({ status: 'failed' as const }))
  if (answer.status !== 'read') return answer
  const texts = [...new Set(answer.texts)].slice(0, maxCodes)
  return texts.length === 0 ? { status: 'no_code' } : { status: 'found', codes: texts.map(readScannedText) }
}
