import browser from 'webextension-polyfill'

const path = 'src/manager/index.html'

/** Shows a part of the manager in a tab of its own; the popup closes by that. */
export async function openManager(section: string): Promise<void> {
  await browser.tabs.create({ url: browser.runtime.getURL(`${path}#${section}`) })
  window.close()
}

/** The same in the tab that the manager is in already. */
export function showManagerPart(section: string): void {
  location.hash = section
}

export function readExtensionVersion(): string {
  return browser.runtime.getManifest().version
}
