import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Problem } from './problem.mjs'
import { say, withProgress } from './progress.mjs'
import { machinePath, run } from './run.mjs'

/**
 * A browser that the extension supports, and where it may be.
 * @typedef {{ name: string, variable: string, oldest: number, commands: string[], paths: string[], packages: Record<string, string[]> }} Browser
 */

/** @type {Browser} */
export const chromium = {
  name: 'Chromium',
  variable: 'COUNTERSIGN_CHROMIUM',
  oldest: 123,
  // Google Chrome comes last: its releases ignore --load-extension.
  commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  paths: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ],
  packages: {
    'apt-get': ['chromium'],
    dnf: ['chromium'],
    pacman: ['chromium'],
    brew: ['--cask', 'chromium'],
  },
}

/** @type {Browser} */
export const firefox = {
  name: 'Firefox',
  variable: 'COUNTERSIGN_FIREFOX',
  oldest: 142,
  commands: ['firefox-esr', 'firefox'],
  paths: [
    '/Applications/Firefox ESR.app/Contents/MacOS/firefox',
    '/Applications/Firefox.app/Contents/MacOS/firefox',
  ],
  packages: {
    'apt-get': ['firefox-esr'],
    dnf: ['firefox'],
    pacman: ['firefox'],
    brew: ['--cask', 'firefox'],
  },
}

/** @type {Record<string, { refresh?: string[], install: string[], rights: boolean }>} */
const managers = {
  'apt-get': {
    refresh: ['update'],
    install: ['install', '-y'],
    rights: true,
  },
  dnf: { install: ['install', '-y'], rights: true },
  pacman: { install: ['-Sy', '--noconfirm', '--needed'], rights: true },
  brew: { install: ['install'], rights: false },
}

/**
 * Finds the browsers, and installs those that are missing from the machine's package manager.
 * @param {Browser[]} browsers
 * @returns {Promise<Record<string, string>>} each browser's variable with the path of its program
 */
export async function provideBrowsers(browsers) {
  /** @type {Record<string, string>} */
  const found = {}
  for (const browser of browsers) {
    let browserPath = await findBrowser(browser)
    if (!browserPath) {
      await installBrowser(browser)
      browserPath = await findBrowser(browser)
    }
    if (!browserPath) {
      throw new Problem(
        `${browser.name} ${browser.oldest} or newer was not found, also after installing it. Set ${browser.variable} to the path of its program.`,
      )
    }
    found[browser.variable] = browserPath
  }
  return found
}

/**
 * Finds a browser that starts and is new enough.
 * @param {Browser} browser
 * @returns {Promise<string | undefined>} the path of its program
 */
export async function findBrowser(browser) {
  const chosen = process.env[browser.variable]
  if (chosen) {
    const version = await readVersion(chosen)
    if (version >= browser.oldest) return chosen
    throw new Problem(
      `${browser.variable} is ${chosen}, which is not ${browser.name} ${browser.oldest} or newer.`,
    )
  }
  const candidates = [...browser.commands.flatMap(findOnPath), ...browser.paths.filter(isExecutable)]
  for (const candidate of candidates) {
    const version = await readVersion(candidate)
    if (version >= browser.oldest) return candidate
    if (version > 0) say(`${candidate} is version ${version}; ${browser.oldest} or newer is needed.`)
  }
  return undefined
}

/** @param {string} program */
async function readVersion(program) {
  const result = await run('browser-version', program, ['--version'], {
    path: machinePath,
    timeoutMs: 30_000,
  })
  const match = /\b(\d+)\.\d/.exec(result.output)
  return result.code === 0 && match ? Number(match[1]) : 0
}

/** @param {Browser} browser */
async function installBrowser(browser) {
  const name = Object.keys(managers).find((manager) => findOnPath(manager).length > 0)
  const manager = name ? managers[name] : undefined
  if (!name || !manager) {
    throw new Problem(
      `${browser.name} is missing, and this machine has none of ${Object.keys(managers).join(', ')}. Install ${browser.name} ${browser.oldest} or newer, or set ${browser.variable} to the path of its program.`,
    )
  }
  const packages = browser.packages[name] ?? []
  const command = [name, ...manager.install, ...packages].join(' ')
  const prefix = manager.rights && process.getuid?.() !== 0 ? await findSudo(browser, command) : []
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  /** @param {string[]} args */
  const execute = (args) => {
    const [program = name, ...rest] = [...prefix, name, ...args]
    return run(`install-${browser.name.toLowerCase()}`, program, rest, { path: machinePath, env })
  }
  const result = await withProgress(`Installing ${browser.name} (${command})`, async () => {
    // A stale package list is the usual reason for a failed install; an update that fails is judged by the install.
    if (manager.refresh) await execute(manager.refresh)
    return execute([...manager.install, ...packages])
  })
  if (result.code !== 0) {
    throw new Problem(
      `${browser.name} could not be installed: \`${command}\` failed (whole output: ${result.log}).\n${result.output.trim().split('\n').slice(-8).join('\n')}\nInstall it yourself, or set ${browser.variable} to the path of its program.`,
    )
  }
}

/**
 * @param {Browser} browser
 * @param {string} command
 */
async function findSudo(browser, command) {
  if (findOnPath('sudo').length > 0) {
    const result = await run('sudo', 'sudo', ['-n', 'true'], { path: machinePath })
    if (result.code === 0) return ['sudo', '-n']
  }
  throw new Problem(
    `${browser.name} is missing, and installing it needs rights that this account has not got. Run this once:\n\n  sudo ${command}\n\nor set ${browser.variable} to the path of its program.`,
  )
}

/** @param {string} command */
function findOnPath(command) {
  return machinePath
    .split(delimiter)
    .map((folder) => join(folder, command))
    .filter(isExecutable)
    .slice(0, 1)
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
