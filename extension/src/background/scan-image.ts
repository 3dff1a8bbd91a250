import { isSameHost, readPageAddress } from '../core/sites.ts'
import { readPagePictures } from '../platform/page-pictures.ts'
import { openScanPage } from '../platform/scan-tab.ts'
import { captureTab, type OpenTab, readTabUrl } from '../platform/tabs.ts'

/**
 * Takes the image that somebody pointed at, or else what the tab shows, and leaves the reading to a page: a service
 * worker can't start workers.
 */
export async function scanImage(tab: OpenTab, url: string | undefined): Promise<void> {
  const isOfSite = tab.url !== undefined && readPageAddress(tab.url).status !== 'restricted'
  const origin = isOfSite ? new URL(tab.url ?? '').origin : null
  const [screen, page] = await Promise.all([
    captureTab(tab),
    url === undefined ? null : readPagePictures(tab.id, { origin, url }),
  ])
  const pictures = page?.status === 'read' ? page.pictures : []
  // Bound to no site where the tab went to another one in the meantime.
  const isThere = page?.status !== 'moved' && isSameHost(tab.url, await readTabUrl(tab))
  await openScanPage('image', {
    pictures,
    screen,
    pageUrl: isThere ? (tab.url ?? null) : null,
    found: null,
  })
}
