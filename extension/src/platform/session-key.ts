import browser from 'webextension-polyfill'
import type { VaultSession } from '../core/vault/session.ts'

const name = 'vaultKey'

/** Memory that the browser keeps for extension pages only and forgets when it closes. */
export const sessionKey: VaultSession = {
  read: async () => (await browser.storage.session.get(name))[name],
  write: (key) => browser.storage.session.set({ [name]: key }),
  clear: () => browser.storage.session.remove(name),
}

/** Tells when another window locks or unlocks; returns how to stop listening. */
export function watchSessionKey(changed: () => void): () => void {
  const listener = (changes: Record<string, unknown>, area: string) => {
    if (area === 'session' && name in changes) changed()
  }
  browser.storage.onChanged.addListener(listener)
  return () => browser.storage.onChanged.removeListener(listener)
}
