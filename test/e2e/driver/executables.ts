import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { BrowserName } from './driver.ts'

const PLACES: Record<BrowserName, { variable: string; commands: string[] }> = {
  chromium: { variable: 'COUNTERSIGN_CHROMIUM', commands: ['chromium', 'chromium-browser'] },
  firefox: { variable: 'COUNTERSIGN_FIREFOX', commands: ['firefox-esr', 'firefox'] },
}

/** The path of a browser's program: the environment's choice (`npm test` sets it), else the first one on the PATH. */
export function findExecutable(browser: BrowserName): string {
  const { variable, commands } = PLACES[browser]
  const chosen = process.env[variable]
  if (chosen) return chosen
  const folders = (process.env.PATH ?? '').split(delimiter)
  for (const command of commands) {
    for (const folder of folders) {
      const path = join(folder, command)
      if (isExecutable(path)) return path
    }
  }
  throw new Error(
    `No ${commands.join(' or ')} on the PATH. Install it or set ${variable}; npm test does both.`,
  )
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
