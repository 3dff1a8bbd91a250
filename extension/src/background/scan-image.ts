import { readPagePictures } from '../platform/page-pictures.ts'
import { openScanPage } from '../platform/scan-tab.ts'
import { captureTab, type OpenTab } from '../platform/tabs.ts'

/**
 * Takes the image that somebody pointed at, or else what the tab shows, and leaves the reading to a page: a service
 * worker can't start workers.
 */
export async function scanImage(tab: OpenTab, url: string | undefined): Promise<void> {
  const [screen, page] = await Promise.all([
    captureTab(tab),
    url === undefined ? null : readPagePictures(tab.id, { origin: null, url }),
  ])
  const pictures = page?.status === 'read' ? page.pictures : []
  await openScanPage('image', { pictures, screen, pageUrl: tab.url ?? null })
}
