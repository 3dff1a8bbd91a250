import { type GivenPicture, readPictures } from '../capture/read-pictures.ts'
import type { FoundCodes } from '../core/found-codes.ts'
import { isSameHost, readPageAddress } from '../core/sites.ts'
import type { VaultAccount } from '../core/vault/contents.ts'
import { readPagePictures } from '../platform/page-pictures.ts'
import { captureTab, type OpenTab, readTabUrl } from '../platform/tabs.ts'

interface PageLook {
  /** What the tab showed, for a closer look; `null` where the browser let nobody look. */
  screen: string | null
  /** Whether the page has more pictures than were read. */
  leftOut: boolean
}

/** What was seen on the page, and what a person can do about it. */
export type LookResult =
  | (PageLook & { status: 'found'; found: FoundCodes })
  | (PageLook & {
      status: 'no_code' | 'too_large' | 'failed'
      /** Pictures of other sites that can be read only while they are in view. */
      unreadable: number
    })
  | { status: 'restricted' }
  /** Another page is there than the one that the account would be bound to. */
  | { status: 'moved' }

/** For a page that could not be read this time. */
export const nothingRead = { status: 'failed', screen: null, unreadable: 0, leftOut: false } as const

/**
 * Reads every QR code of the page in the tab: what is to be seen of it right now, and the pictures in it that may be
 * read, wherever they are. Pages that let nobody in are read by what is to be seen. An aborted signal ends it.
 */
export async function lookAtPage(
  tab: OpenTab | null,
  saved: VaultAccount[],
  signal: AbortSignal,
  onProgress: (done: number, count: number) => void,
): Promise<LookResult> {
  if (tab === null) return { status: 'restricted' }
  const [screen, page] = await Promise.all([captureTab(tab), lookInside(tab)])
  if (page.status === 'moved' || !isSameHost(tab.url, await readTabUrl(tab))) return { status: 'moved' }
  const inside = page.status === 'read' ? page.pictures : []
  const given = [
    ...(screen === null ? [] : [{ picture: screen, place: { kind: 'screen' } } as const]),
    ...inside.map((picture): GivenPicture => ({ picture, place: { kind: 'page' } })),
  ]
  if (given.length === 0 && page.status === 'not_allowed') return { status: 'restricted' }
  if (given.length === 0 && page.status === 'no_answer') return nothingRead
  const read = await readPictures(given, saved, signal, (done) => onProgress(done, given.length))
  const leftOut = page.status === 'read' && page.isCut
  if (read.findings.length > 0)
    return { status: 'found', found: { findings: read.findings, isCut: read.isCut }, screen, leftOut }
  const [first] = read.problems.filter(({ place }) => place.kind === 'screen')
  const status = first === undefined ? 'no_code' : first.problem === 'too_large' ? 'too_large' : 'failed'
  return { status, screen, unreadable: page.status === 'read' ? page.unreadable : 0, leftOut }
}

async function lookInside(tab: OpenTab): ReturnType<typeof readPagePictures> {
  const { status } = readPageAddress(tab.url)
  if (tab.url === undefined || status === 'restricted') return { status: 'not_allowed' }
  return readPagePictures(tab.id, { origin: new URL(tab.url).origin })
}
