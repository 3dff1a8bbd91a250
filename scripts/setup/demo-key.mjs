import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { root } from './paths.mjs'
import { say } from './progress.mjs'

/**
 * The key that the demo site seals its secrets with: COUNTERSIGN_KEY, or one that is made at the first start and kept
 * beside the database that it belongs to.
 * @returns {string} 32 bytes in base64
 */
export function provideDemoKey() {
  if (process.env.COUNTERSIGN_KEY) return process.env.COUNTERSIGN_KEY
  const folder = process.env.DATA_DIR ? resolve(process.env.DATA_DIR) : join(root, 'demo-site/.data')
  const file = join(folder, 'key')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const key = randomBytes(32).toString('base64')
  writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' })
  chmodSync(file, 0o600)
  const shown = process.env.DATA_DIR ? file : relative(root, file)
  say(`Made a key for the demo site, as COUNTERSIGN_KEY is not set, and kept it in ${shown}.`)
  return key
}
