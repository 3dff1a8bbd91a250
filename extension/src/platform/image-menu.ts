import browser from 'webextension-polyfill'
import type { OpenTab } from './tabs.ts'

const id = 'scan-image'

/** Puts an entry into the menu of images, and runs when it is chosen: that grants access to the tab. */
export function onImageMenu(
  title: () => string,
  run: (tab: OpenTab, imageUrl: string | undefined) => void,
): void {
  browser.runtime.onInstalled.addListener(() => {
    void browser.contextMenus
      .removeAll()
      .then(() => browser.contextMenus.create({ id, title: title(), contexts: ['image'] }))
  })
  browser.contextMenus.onClicked.addListener(({ menuItemId, srcUrl }, tab) => {
    if (menuItemId !== id || tab?.id === undefined || tab.windowId === undefined) return
    // Empty where the browser finds the address too long.
    run({ id: tab.id, windowId: tab.windowId, url: tab.url }, srcUrl || undefined)
  })
}
