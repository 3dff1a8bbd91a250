import browser from 'webextension-polyfill'

/** Tells when a window locks or unlocks, or somebody chooses when that happens by itself; returns how to stop listening. */
export function watchSessionKey(changed: () => void): () => void {
  const listener = (changes: Record<string, unknown>) => {
    if ('vaultKey' in changes || 'autoLock' in changes) changed()
  }
  // Of this area alone: the other one has large values, which would be handed to every view with each save.
  const { onChanged } = browser.storage.session
  onChanged.addListener(listener)
  return () => onChanged.removeListener(listener)
}
