import browser from 'webextension-polyfill'
import { decodeBase64, encodeBase64 } from '../core/vault/bytes.ts'
import type { VaultSession } from '../core/vault/vault.ts'

const name = 'vaultKey'

/** Memory that the browser keeps for extension pages only and forgets when it closes. */
export const sessionKey: VaultSession = {
  async readKey() {
    const { [name]: stored } = await browser.storage.session.get(name)
    return typeof stored === 'string' ? decodeBase64(stored) : null
  },
  writeKey: (key) => browser.storage.session.set({ [name]: encodeBase64(key) }),
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
