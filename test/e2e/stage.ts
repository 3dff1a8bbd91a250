import { cpSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserName, Driver, LivePictures, Page, Popup } from './driver/driver.ts'
import { launch } from './driver/launch.ts'
import { type TemporaryFolder, temporaryFolder } from './driver/temporary-folder.ts'
import { type Site, startSite } from './site.ts'
import { english, swedish, type Words } from './words.ts'

/** The password that the flows give the vault. */
export const VAULT_PASSWORD = 'four quiet harbour lanterns'

/** The password of every seeded login of the demo site. */
export const SITE_PASSWORD = 'harbour-demo-2026'

/** A browser, the demo site and one tab: where a flow happens. */
export interface Stage {
  driver: Driver
  site: Site
  page: Page
  /** The popup, while it is open. */
  popup: Popup | null
  words: Words
  /** Seconds that the site's clock is ahead of the computer's. */
  siteAheadSeconds: number
  /** Seconds by which the extension's clock is corrected. */
  correctionSeconds: number
  /** What a person would have written down on the way. */
  notebook: { recoveryCodes: string[]; lastCode: string }
  close(): Promise<void>
}

export interface StageOptions {
  demoSite?: boolean
  live?: LivePictures
}

/** Starts all of it, or nothing; without the demo site for flows that have pages of their own. */
export async function setStage(
  browser: BrowserName,
  locale: 'en' | 'sv' = 'en',
  { demoSite = true, live }: StageOptions = {},
): Promise<Stage> {
  const extension = copyExtension(browser)
  const running: (() => Promise<void>)[] = []
  const close = async () => {
    await Promise.all(running.map((end) => end()))
    extension.remove()
  }
  const starting = [
    demoSite ? startSite() : NO_SITE,
    launch(browser, { extension: extension.path, locale, ...(live && { live }) }),
  ] as const
  try {
    const [site, driver] = await Promise.allSettled(starting)
    if (site.status === 'fulfilled') running.push(() => site.value.stop())
    if (driver.status === 'fulfilled') running.push(() => driver.value.close())
    if (site.status === 'rejected') throw site.reason
    if (driver.status === 'rejected') throw driver.reason
    const page = await driver.value.open(demoSite ? `${site.value.origin}/sign-in` : 'about:blank')
    return {
      driver: driver.value,
      site: site.value,
      page,
      popup: null,
      words: locale === 'sv' ? swedish : english,
      siteAheadSeconds: 0,
      correctionSeconds: 0,
      notebook: { recoveryCodes: [], lastCode: '' },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

const unasked = () => Promise.reject(new Error('This stage was set without the demo site.'))
const NO_SITE: Site = {
  origin: 'about:blank',
  dataDir: '',
  advanceClock: unasked,
  mailSubjects: unasked,
  mails: unasked,
  stop: async () => {},
}

/** A copy of what `npm run build` wrote, so that a build in the meantime does not pull it from under the browser. */
export function copyExtension(browser: BrowserName): TemporaryFolder {
  const copy = temporaryFolder('extension')
  const built = join(import.meta.dirname, '../../extension/dist', browser === 'chromium' ? 'chrome' : browser)
  cpSync(built, copy.path, { recursive: true })
  return copy
}
