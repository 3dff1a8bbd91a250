import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build } from 'vite'
import manifest from '../../manifest.json' with { type: 'json' }
import type { BrowserName, Driver, Page } from '../e2e/driver/driver.ts'
import { launch } from '../e2e/driver/launch.ts'
import { type TemporaryFolder, temporaryFolder } from '../e2e/driver/temporary-folder.ts'
import type { VaultPage } from './page.ts'

/** Builds an extension whose one page is the vault itself, with the permissions and the policy of the real one. */
export async function buildVaultExtension(browser: BrowserName): Promise<TemporaryFolder> {
  const folder = temporaryFolder('vault-extension')
  // Where the drivers know a popup to be.
  const popup = 'src/popup/index.html'
  const place = dirname(join(folder.path, popup))
  mkdirSync(place, { recursive: true })
  copyFileSync(join(import.meta.dirname, 'page.html'), join(folder.path, popup))
  await build({
    configFile: false,
    logLevel: 'silent',
    root: import.meta.dirname,
    base: './',
    worker: { format: 'es' },
    build: {
      outDir: place,
      emptyOutDir: false,
      modulePreload: false,
      rolldownOptions: {
        input: join(import.meta.dirname, 'page.ts'),
        output: { entryFileNames: 'page.js' },
      },
    },
  })
  const { manifest_version, version, permissions, content_security_policy } = manifest
  const own = {
    name: 'The vault alone',
    manifest_version,
    version,
    permissions,
    content_security_policy,
    action: { default_popup: popup },
    ...(browser === 'firefox' && { browser_specific_settings: manifest.browser_specific_settings }),
  }
  writeFileSync(join(folder.path, 'manifest.json'), JSON.stringify(own))
  return folder
}

/** The vault's page in a tab of a running browser. */
export interface VaultTab {
  driver: Driver
  page: Page
  ask<Name extends keyof VaultPage>(
    name: Name,
    ...parameters: Parameters<VaultPage[Name]>
  ): ReturnType<VaultPage[Name]>
}

/** Starts a browser with what `buildVaultExtension` built and opens its page. */
export async function openVaultTab(
  browser: BrowserName,
  extension: string,
  profile?: string,
): Promise<VaultTab> {
  const driver = await launch(browser, { extension, ...(profile === undefined ? {} : { profile }) })
  try {
    const page = await driver.open('about:blank')
    const popup = await driver.popup(page)
    const address = await popup.evaluate<string>('location.href')
    await popup.close()
    await page.goto(address)
    return { driver, page, ask: (name, ...parameters) => ask(page, name, parameters) }
  } catch (error) {
    await driver.close()
    throw error
  }
}

function ask<Name extends keyof VaultPage>(
  page: Page,
  name: Name,
  parameters: unknown[],
): ReturnType<VaultPage[Name]> {
  const call = `vaultPage.${name}(${parameters.map((value) => JSON.stringify(value)).join(', ')})`
  return page.evaluate(call) as ReturnType<VaultPage[Name]>
}
