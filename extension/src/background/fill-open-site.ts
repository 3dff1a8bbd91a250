import { readClock } from '../core/clock.ts'
import { produceCode } from '../core/produce-code.ts'
import { matchSite, readPageAddress } from '../core/sites.ts'
import { noteUse } from '../core/vault/lock.ts'
import { openVault } from '../core/vault/vault.ts'
import { clockSource } from '../platform/clock.ts'
import { openPopup } from '../platform/commands.ts'
import { fillPage } from '../platform/page-fill.ts'
import { findOpenTab } from '../platform/tabs.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'

/** Fills the one account of the page's own host; whatever needs a person opens the popup instead. */
export async function fillOpenSite(): Promise<void> {
  // What fails here has its sentence in the popup.
  const filled = await fillWithoutAsking().catch(() => false)
  if (!filled) await openPopup()
}

async function fillWithoutAsking(): Promise<boolean> {
  const tab = await findOpenTab()
  const page = readPageAddress(tab?.url)
  if (tab === null || page.status !== 'web') return false
  const vault = await openVault(vaultEnvironment)
  if (vault.status === 'locked') return false
  await noteUse(vaultEnvironment)
  const [account, ...others] = vault.contents.accounts.filter(
    ({ site }) => matchSite(site, page.host).status === 'same',
  )
  if (account === undefined || others.length > 0) return false
  const clock = await readClock(clockSource)
  const produced = await produceCode(vaultEnvironment, account, clock.now())
  if (produced.status !== 'produced') return false
  return (await fillPage(tab.id, page.origin, produced.code)).status === 'filled'
}
