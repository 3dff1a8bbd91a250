import { expect, test } from '@playwright/test'
import { temporaryFolder } from '../e2e/driver/temporary-folder.ts'
import { browserOf } from '../e2e/use-stage.ts'
import { buildVaultExtension, openVaultTab } from '../vault-extension/build.ts'
import { bytesNeedle, searchProfile, textNeedle } from './profile-search.ts'

test('nothing of the trash, snapshots, notes, recovery kit, passkey or backup is on disk in clear', async () => {
  const browser = browserOf(test.info())
  const profile = temporaryFolder('profile')
  const extension = await buildVaultExtension(browser)
  try {
    const { driver, ask } = await openVaultTab(browser, extension.path, profile.path)
    await ask('create')
    const { secrets, texts } = await ask('leaveTraces')
    expect(await ask('list')).not.toEqual([])
    await driver.close()
    const needles = [
      ...Object.entries(secrets).map(([name, base64]) => bytesNeedle(name, Buffer.from(base64, 'base64'))),
      ...Object.entries(texts).map(([name, text]) => textNeedle(name, text)),
    ]
    for (const { forms } of needles) for (const { bytes } of forms) expect(bytes.length).toBeGreaterThan(7)
    const { findings, files } = searchProfile(profile.path, needles)
    expect(findings).toEqual([])
    expect(files).toBeGreaterThan(20)
    const vault = searchProfile(profile.path, [textNeedle('vault', 'countersign')])
    expect(vault.findings.map(({ file }) => file).join('\n')).toMatch(/idb|IndexedDB/)
  } finally {
    extension.remove()
    profile.remove()
  }
})
