import { launchChromium } from './chromium.ts'
import type { BrowserName, Driver, LaunchOptions } from './driver.ts'
import { launchFirefox } from './firefox.ts'

/** Starts one of the browsers with the extension in it. */
export function launch(browser: BrowserName, options: LaunchOptions): Promise<Driver> {
  return browser === 'chromium' ? launchChromium(options) : launchFirefox(options)
}
