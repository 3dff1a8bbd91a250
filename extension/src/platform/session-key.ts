import browser from 'webextension-polyfill'

/** Tells when a window locks or unlocks, or somebody chooses when that happens by itself; returns how to stop listening. */
export function watchSessionKey(changed: () => void): () => void {
  const listener = (changes: Record<string, unknown>, area: string) => {
    if (area === 'session' && ('vaultKey' in changes || 'autoLock' in changes)) changed()
  }
  browser.storage.onChanged.addListener(listener)
  return () => browser.storage.onChanged.removeListener(listener)
}
