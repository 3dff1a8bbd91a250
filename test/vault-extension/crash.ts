import { randomInt } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { BrowserName } from '../e2e/driver/driver.ts'
import { killBrowser } from '../e2e/driver/kill-browser.ts'
import { temporaryFolder } from '../e2e/driver/temporary-folder.ts'
import { buildVaultExtension, openVaultTab, type VaultTab } from './build.ts'

/** What killing a browser again and again came to. */
export interface CrashResult {
  kills: number
  /** How many accounts were said to be saved. */
  confirmed: number
  /** Those of them that are not there afterwards. */
  lost: string[]
  /** What is there although nobody asked for it, or twice. */
  strange: string[]
}

/** ms of saving before a kill, at most. */
const longest = 1200

/** Kills the browser so many times at a random moment while it saves one account after the other, and looks what is there. */
export async function killWhileSaving(browser: BrowserName, kills: number): Promise<CrashResult> {
  const profile = temporaryFolder('crash')
  const extension = await buildVaultExtension(browser)
  const asked = new Set<string>()
  const confirmed: string[] = []
  try {
    const first = await openVaultTab(browser, extension.path, profile.path)
    const created = await first.ask('create')
    if (created !== 'created') throw new Error(`Making the vault ended with ${created}.`)
    // Closed as usual once, so that the browser knows the extension's address the next time.
    await first.driver.close()
    for (let kill = 0; kill < kills; kill++) {
      const tab = await openVaultTab(browser, extension.path, profile.path)
      await unlock(tab, `Before kill ${kill}`)
      const saving = saveUntilKilled(tab, `kill ${kill}`, asked, confirmed)
      await wait(randomInt(longest))
      killBrowser(profile.path)
      await saving
      await tab.driver.close().catch(() => undefined)
    }
    const last = await openVaultTab(browser, extension.path, profile.path)
    await unlock(last, 'After the last kill')
    const there = await last.ask('list')
    await last.driver.close()
    return {
      kills,
      confirmed: confirmed.length,
      lost: confirmed.filter((id) => !there.includes(id)),
      strange: there.filter((id, index) => !asked.has(id) || there.indexOf(id) !== index),
    }
  } finally {
    extension.remove()
    profile.remove()
  }
}

async function unlock(tab: VaultTab, when: string): Promise<void> {
  const status = await tab.ask('unlock').catch((error: unknown) => error)
  if (status !== 'unlocked') throw new Error(`${when} the vault did not unlock: ${status}`)
}

async function saveUntilKilled(
  tab: VaultTab,
  round: string,
  asked: Set<string>,
  confirmed: string[],
): Promise<void> {
  for (let index = 0; ; index++) {
    const id = `${round} account ${index}`
    asked.add(id)
    const status = await tab.ask('add', id).catch(() => 'killed')
    if (status === 'killed') return
    if (status !== 'saved') throw new Error(`Saving ended with ${status} at ${id}.`)
    confirmed.push(id)
  }
}
