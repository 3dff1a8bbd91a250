import browser from 'webextension-polyfill'

/** Runs when the extension starts: with the browser, or anew, because it was updated or loaded again. */
export function onStart(run: (by: 'browser' | 'update') => void): void {
  browser.runtime.onStartup.addListener(() => run('browser'))
  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'update') run('update')
  })
}
