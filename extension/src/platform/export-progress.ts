import browser from 'webextension-polyfill'
import type { ExportProgress } from '../core/export-parts.ts'

const name = 'exportProgress'

/** Which parts of which exports are in the vault since the browser started; numbers and the vault's own ids only, and in memory only. */
export async function recallExports(): Promise<unknown> {
  return (await browser.storage.session.get(name))[name]
}

/** Changes what is remembered, one change at a time over all views. */
export function changeExports(change: (before: unknown) => ExportProgress[]): Promise<void> {
  return navigator.locks.request(name, async () => {
    await browser.storage.session.set({ [name]: change(await recallExports()) })
  })
}
