import browser from 'webextension-polyfill'
import type { ScanJob, ScanWay } from '../core/scan-job.ts'

const path = 'src/scan/index.html'
const jobName = (id: string) => `scanJob ${id}`

/**
 * Opens the scan page in a tab of its own. Its pictures wait in memory that never reaches the disk, and are taken out
 * by the page that they are for; those that are too large to wait there are left out.
 */
export async function openScanPage(way: ScanWay, job?: ScanJob): Promise<void> {
  const id = crypto.randomUUID()
  const kept = job !== undefined && (await keepJob(id, job))
  const address = kept ? `${path}#${way}/${id}` : `${path}#${way}`
  await browser.tabs.create({ url: browser.runtime.getURL(address) })
}

/** The job of this name, once. */
export async function takeScanJob(id: string): Promise<unknown> {
  const name = jobName(id)
  const job = (await browser.storage.session.get(name))[name]
  await browser.storage.session.remove(name)
  return job ?? null
}

async function keepJob(id: string, job: ScanJob): Promise<boolean> {
  const lighter = { ...job, screen: job.pictures.length > 0 ? null : job.screen }
  for (const attempt of [job, lighter]) {
    try {
      await browser.storage.session.set({ [jobName(id)]: attempt })
      return true
    } catch {
      // Session memory holds ten megabytes.
    }
  }
  return false
}
