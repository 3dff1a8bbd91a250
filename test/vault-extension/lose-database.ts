import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserName } from '../e2e/driver/driver.ts'

/** The file that a browser reads the vault's database from, and a byte of it without which it throws the database away. */
const places: Record<BrowserName, { file: RegExp; at: number }> = {
  chromium: { file: /IndexedDB\/chrome-extension_.*leveldb\/\d+\.log$/, at: 3 },
  firefox: { file: /moz-extension[^^]*\/idb\/.*\.sqlite$/, at: 14 },
}

/** Flips one bit in a profile that nobody runs, after which the browser has no vault any more. */
export function loseDatabase(profile: string, browser: BrowserName): void {
  const { file, at } = places[browser]
  const names = readdirSync(profile, { recursive: true, encoding: 'utf8' }).filter((name) => file.test(name))
  if (names.length === 0) throw new Error('The profile has no database of an extension.')
  for (const name of names) {
    const bytes = readFileSync(join(profile, name))
    bytes[at] = (bytes[at] ?? 0) ^ 1
    writeFileSync(join(profile, name), bytes)
  }
}
