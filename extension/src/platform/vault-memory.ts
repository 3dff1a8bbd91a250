import browser from 'webextension-polyfill'
import type { VaultMemory } from '../core/vault/session.ts'

/** Memory that the browser keeps for extension pages only and forgets when it closes. */
export const sessionMemory: VaultMemory = wrap(() => browser.storage.session)

/** On disk and in clear. */
export const localMemory: VaultMemory = wrap(() => browser.storage.local)

function wrap(area: () => typeof browser.storage.session): VaultMemory {
  return {
    read: (names) => area().get(names),
    write: (values) => area().set(values),
    remove: (names) => area().remove(names),
  }
}
