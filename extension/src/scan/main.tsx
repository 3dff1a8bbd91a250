import { render } from 'preact'
import { readClock } from '../core/clock.ts'
import { readScanAddress, readScanJob } from '../core/scan-job.ts'
import { clockSource } from '../platform/clock.ts'
import { takeScanJob } from '../platform/scan-tab.ts'
import { findLanguage, lookUpMessage } from '../platform/words.ts'
import { provideWords, say } from '../ui/words.ts'
import { ScanPage } from './scan-page.tsx'

provideWords(lookUpMessage)
document.documentElement.lang = findLanguage()
document.title = `${say('scanPageTitle')} · ${say('extensionName')}`

const { way, job } = readScanAddress(location.hash)
const [clock, taken] = await Promise.all([readClock(clockSource), job === null ? null : takeScanJob(job)])
const root = document.getElementById('app')
if (root !== null) render(<ScanPage firstClock={clock} way={way} job={readScanJob(taken)} />, root)
