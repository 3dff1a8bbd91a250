import browser from 'webextension-polyfill'

/** Listens for one of the shortcuts that the manifest names. */
export function onCommand(name: string, run: () => void): void {
  browser.commands.onCommand.addListener((command) => {
    if (command === name) run()
  })
}

/** Shows the popup, where a shortcut alone can't decide; false where the browser declines. */
export function openPopup(): Promise<boolean> {
  return browser.action.openPopup().then(
    () => true,
    () => false,
  )
}
