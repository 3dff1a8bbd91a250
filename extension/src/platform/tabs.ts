import browser from 'webextension-polyfill'

/** The tab that the person is looking at. */
export interface OpenTab {
  id: number
  windowId: number
  /** Only known after a gesture on our button or shortcut, which is what grants access to the tab. */
  url: string | undefined
}

export async function findOpenTab(): Promise<OpenTab | null> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true })
  if (tab?.id === undefined || tab.windowId === undefined) return null
  return { id: tab.id, windowId: tab.windowId, url: tab.url }
}

/** Takes a PNG of what the tab shows, as a `data:` URL; null where the browser does not let anybody look. */
export async function captureTab(tab: OpenTab): Promise<string | null> {
  try {
    return await browser.tabs.captureVisibleTab(tab.windowId, { format: 'png' })
  } catch {
    return null
  }
}
