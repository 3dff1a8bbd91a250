import { useState } from 'preact/hooks'
import { type OfferedWay, ScanWays } from '../capture/scan-ways.tsx'
import { isSameHost } from '../core/sites.ts'
import { captureTab, type OpenTab, readTabUrl } from '../platform/tabs.ts'
import { say } from '../ui/words.ts'
import { useApp } from './app-context.ts'
import { leaveForScanPage } from './leave-for-scan-page.ts'

const ways: OfferedWay[] = ['area', 'files', 'camera', 'window']

export interface PageWaysProps {
  /** What the tab showed when it was read; without it, what it shows when an area is to be selected. */
  screen?: string | null
  folded?: boolean
}

/** The ways to read a code that go on in a tab of their own, an area of the open page among them. */
export function PageWays({ screen = null, folded = false }: PageWaysProps) {
  const { tab, run } = useApp()
  const [problem, setProblem] = useState('')
  const leave = (way: OfferedWay) =>
    void run(async () => {
      setProblem('')
      if (way !== 'area') return leaveForScanPage(way)
      const seen = screen === null ? await look(tab) : { screen, pageUrl: tab?.url }
      if (seen === null) return setProblem(say('scanRestricted'))
      return leaveForScanPage(way, seen)
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
async function look(tab: OpenTab | null): Promise<{ screen: string; pageUrl: string | undefined } | null> {
  const screen = tab === null ? null : await captureTab(tab)
  if (tab === null || screen === null) return null
  return { screen, pageUrl: isSameHost(tab.url, await readTabUrl(tab)) ? tab.url : undefined }
}
