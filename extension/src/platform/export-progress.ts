import browser from 'webextension-polyfill'
import type { ExportProgress } from '../core/export-parts.ts'

const name = 'exportProgress'

/** Which parts of an export have been seen since the browser started; numbers only, and in memory only. */
export async function recallExport(): Promise<unknown> {
  return (await browser.storage.session.get(name))[name]
}

export function rememberExport(progress: ExportProgress): Promise<void> {
  return browser.storage.session.set({ [name]: progress })
}
