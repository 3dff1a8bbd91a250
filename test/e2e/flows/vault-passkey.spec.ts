import { expect, type Page as PlaywrightPage, test } from '@playwright/test'
import { buildVaultExtension, openVaultTab, type VaultTab } from '../../vault-extension/build.ts'
import type { TemporaryFolder } from '../driver/temporary-folder.ts'
import { browserOf } from '../use-stage.ts'

test.describe.configure({ mode: 'serial' })

let extension: TemporaryFolder
let tab: VaultTab
test.beforeAll(async () => {
  extension = await buildVaultExtension(browserOf(test.info()))
  tab = await openVaultTab(browserOf(test.info()), extension.path)
})
test.afterAll(async () => {
  await tab?.driver.close()
  extension?.remove()
})

test('a passkey opens the vault where the browser can make secrets with it, and is not offered elsewhere', async () => {
  expect(await tab.ask('create')).toBe('created')
  await tab.ask('add', 'account 1')
  if (browserOf(test.info()) === 'firefox') {
    expect(await tab.ask('canUsePasskeys')).toBe(false)
    return
  }
  const authenticator = await addAuthenticator({ hasPrf: true })
  expect(await tab.ask('canUsePasskeys')).toBe(true)
  expect(await tab.ask('addPasskey')).toBe('changed')
  await tab.ask('lock')
  expect(await tab.ask('list')).toEqual([])
  expect(await tab.ask('unlockByPasskey')).toBe('unlocked')
  expect(await tab.ask('list')).toEqual(['account 1'])

  await tab.ask('lock')
  await authenticator.refuse()
  expect(await tab.ask('unlockByPasskey')).toBe('declined')
  expect(await tab.ask('list')).toEqual([])
  await authenticator.remove()
  await addAuthenticator({ hasPrf: false })
  await tab.ask('unlock')
  expect(await tab.ask('addPasskey')).toBe('no_secret')
})

/** A security key that is not there: it does as it is told at once. */
async function addAuthenticator({ hasPrf }: { hasPrf: boolean }) {
  // What the driver calls a page has Playwright's in it, in Chromium.
  const { page } = tab.page as unknown as { page: PlaywrightPage }
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      hasPrf,
    },
  })
  return {
    refuse: () => session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false }),
    remove: () => session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId }),
  }
}
