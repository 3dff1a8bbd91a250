import browser from 'webextension-polyfill'
import { limitTime } from './limit-time.ts'

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

/** The address of a tab now; undefined where it is not ours to know, or the tab is no longer the one that is seen. */
export async function readTabUrl(tab: OpenTab): Promise<string | undefined> {
  try {
    const { url, active } = await browser.tabs.get(tab.id)
    return active ? url : undefined
  } catch {
    return undefined
  }
}

/** Characters; session memory, by which a picture is handed on to a page, holds ten megabytes. */
const mostCharacters = 6_000_000

/** ms; one of the browsers waits for a page that is busy with itself, without an end. */
const mostTime = 5000

/** Takes a picture of what the tab shows, as a `data:` URL; null where the browser does not let anybody look, or is kept waiting. */
export async function captureTab(tab: OpenTab): Promise<string | null> {
  try {
    return await limitTime(capture(tab), mostTime, null)
  } catch {
    return null
  }
}

async function capture({ windowId }: OpenTab): Promise<string> {
  const png = await browser.tabs.captureVisibleTab(windowId, { format: 'png' })
  // Photos over a whole screen.
  return png.length > mostCharacters
    ? browser.tabs.captureVisibleTab(windowId, { format: 'jpeg', quality: 92 })
    : png
}
