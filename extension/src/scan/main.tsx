import { render } from 'preact'
import type { Capture } from '../capture/capture-steps.ts'
import { readClock } from '../core/clock.ts'
import { readScanAddress, readScanJob } from '../core/scan-job.ts'
import { clockSource } from '../platform/clock.ts'
import { takeScanJob } from '../platform/scan-tab.ts'
import { findLanguage, lookUpMessage } from '../platform/words.ts'
import { provideWords, say } from '../ui/words.ts'
import { beginScan } from './begin-scan.ts'
import { ScanPage } from './scan-page.tsx'

provideWords(lookUpMessage)
document.documentElement.lang = findLanguage()
document.title = `${say('scanPageTitle')} · ${say('extensionName')}`

const root = document.getElementById('app')
const clock = await readClock(clockSource)
const { first, pageUrl } = await takeScan()
if (root !== null) render(<ScanPage firstClock={clock} takeFirst={first} pageUrl={pageUrl} />, root)

/** What the scan begins with, to be taken once: its pictures are in no other place than the page's state, which a lock empties. */
async function takeScan(): Promise<{ first: () => Capture; pageUrl: string | undefined }> {
  const { way, job: id } = readScanAddress(location.hash)
  let job = id === null ? null : readScanJob(await takeScanJob(id))
  const pageUrl = job?.pageUrl ?? undefined
  const first = () => {
    const begun = beginScan(way, job)
    job = null
    return begun
  }
  return { first, pageUrl }
}
