import browser from 'webextension-polyfill'
import type { ScanWay, WrittenScanJob } from '../core/scan-job.ts'

const path = 'src/scan/index.html'
const jobName = (id: string) => `scanJob ${id}`

/**
 * Opens the scan page in a tab of its own. Its job waits in memory that never reaches the disk, and is taken out by the
 * page that it is for; pictures that are too large to wait there are left out.
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
  await browser.storage.session.remove(name)
  return job ?? null
}

async function keepJob(id: string, job: WrittenScanJob): Promise<boolean> {
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
