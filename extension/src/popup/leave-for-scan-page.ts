import type { ScanWay } from '../core/scan-job.ts'
import { openScanPage } from '../platform/scan-tab.ts'

/** Goes on in a tab of its own, which stays open while the browser asks for a file or a camera; a popup would not. */
export async function leaveForScanPage(
  way: ScanWay,
  seen?: { screen: string; pageUrl: string | undefined },
): Promise<void> {
  const job = seen && { pictures: [], screen: seen.screen, pageUrl: seen.pageUrl ?? null }
  await openScanPage(way, job)
  window.close()
}
