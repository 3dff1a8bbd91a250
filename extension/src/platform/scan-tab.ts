import browser from 'webextension-polyfill'
import type { ScanWay, WrittenScanJob } from '../core/scan-job.ts'

const path = 'src/scan/index.html'
const jobStart = 'scanJob '
const jobName = (id: string) => jobStart + id

/** Minutes that a job waits for its page, whose tab may be closed before it has loaded. */
const mostWait = 1

/**
 * Opens the scan page in a tab of its own. Its job waits in memory that never reaches the disk, and is taken out by the
 * page that it is for; pictures that are too large to wait there are left out. What nobody takes is dropped by
 * `dropLateScanJobs`.
 */
export async function openScanPage(way: ScanWay, job?: WrittenScanJob): Promise<void> {
  const id = crypto.randomUUID()
  const kept = job !== undefined && (await keepJob(id, job))
  const address = kept ? `${path}#${way}/${id}` : `${path}#${way}`
  try {
    await browser.tabs.create({ url: browser.runtime.getURL(address) })
  } catch (error) {
    // Nobody else would take out what may have secrets in it.
    await takeScanJob(id)
    throw error
  }
}

/** The job of this name, once. */
export async function takeScanJob(id: string): Promise<unknown> {
  const name = jobName(id)
  const job = (await browser.storage.session.get(name))[name]
  await Promise.all([browser.storage.session.remove(name), browser.alarms.clear(name)])
  return job ?? null
}

/** In the background: drops each job that its page has not taken in time, and what it has found with it. */
export function dropLateScanJobs(): void {
  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name.startsWith(jobStart)) void browser.storage.session.remove(name)
  })
}

async function keepJob(id: string, job: WrittenScanJob): Promise<boolean> {
  await browser.alarms.create(jobName(id), { delayInMinutes: mostWait })
  for (const lighter of [{}, { screen: null }, { screen: null, pictures: [] }]) {
    try {
      await browser.storage.session.set({ [jobName(id)]: { ...job, ...lighter } })
      return true
    } catch {
      // Session memory holds ten megabytes.
    }
  }
  return false
}
