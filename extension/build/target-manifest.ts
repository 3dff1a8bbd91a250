import type { ManifestV3Export } from '@crxjs/vite-plugin'
import manifest from '../../manifest.json' with { type: 'json' }

export type Browser = 'chrome' | 'firefox'

/** The one root manifest with the keys that only the other browser understands left out. */
export function targetManifest(browser: Browser): ManifestV3Export {
  const { minimum_chrome_version, browser_specific_settings, background, ...shared } = manifest
  return browser === 'chrome'
    ? { ...shared, background, minimum_chrome_version }
    : ({
        ...shared,
        background: { scripts: [background.service_worker] },
        browser_specific_settings,
      } as ManifestV3Export)
}
