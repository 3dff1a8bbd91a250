import browser from 'webextension-polyfill'
import { type Bytes, decodeBase64 } from '../core/vault/bytes.ts'

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

/** Takes a PNG of what the tab shows; null where the browser does not let anybody look. */
export async function captureTab(tab: OpenTab): Promise<Bytes | null> {
  try {
    const picture = await browser.tabs.captureVisibleTab(tab.windowId, { format: 'png' })
    return decodeBase64(picture.slice(picture.indexOf(',') + 1))
  } catch {
    return null
  }
}
