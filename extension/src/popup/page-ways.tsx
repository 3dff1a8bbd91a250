import { useState } from 'preact/hooks'
import { type OfferedWay, ScanWays } from '../capture/scan-ways.tsx'
import { countUnsaved, type FoundCodes } from '../core/found-codes.ts'
import { type ScanJob, writeScanJob } from '../core/scan-job.ts'
import { isSameHost } from '../core/sites.ts'
import { openScanPage } from '../platform/scan-tab.ts'
import { captureTab, type OpenTab, readTabUrl } from '../platform/tabs.ts'
import { say } from '../ui/words.ts'
import { useApp } from './app-context.ts'

const ways: OfferedWay[] = ['area', 'files', 'camera', 'window']

export interface PageWaysProps {
  /** What the tab showed when it was read; without it, what it shows when an area is to be selected. */
  screen?: string | null
  /** What was found here: as far as it is not saved, it goes along. */
  found?: FoundCodes | null
  folded?: boolean
}

/**
 * The ways to read a code that go on in a tab of their own, an area of the open page among them; a popup would not stay
 * open while the browser asks for a file or a camera.
 */
export function PageWays({ screen = null, found = null, folded = false }: PageWaysProps) {
  const { tab, accounts, run } = useApp()
  const [problem, setProblem] = useState('')
  const leave = (way: OfferedWay) =>
    void run(async () => {
      setProblem('')
      const isGiven = way !== 'area' || screen !== null
      const seen = isGiven
        ? { screen: way === 'area' ? screen : null, pageUrl: tab?.url ?? null }
        : await look(tab)
      if (seen === null) return setProblem(say('scanRestricted'))
      const kept = found !== null && countUnsaved(found, accounts) > 0 ? found : null
      await openScanPage(way, writeScanJob({ pictures: [], ...seen, found: kept }))
      window.close()
    })
  return (
    <>
      <ScanWays ways={ways} folded={folded} onWay={leave} />
      <p role="alert" class="problem">
        {problem}
      </p>
    </>
  )
}

/** What the tab shows now; of no page where it went to another one in the meantime. */
async function look(tab: OpenTab | null): Promise<Pick<ScanJob, 'screen' | 'pageUrl'> | null> {
  const screen = tab === null ? null : await captureTab(tab)
  if (tab === null || screen === null) return null
  return { screen, pageUrl: isSameHost(tab.url, await readTabUrl(tab)) ? (tab.url ?? null) : null }
}
