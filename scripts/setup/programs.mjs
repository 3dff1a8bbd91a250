import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Problem } from './problem.mjs'
import { say, withProgress } from './progress.mjs'
import { machinePath, run } from './run.mjs'

/**
 * A program of the machine that the tests start. `variable` is of the environment and names one to use instead, `oldest` is
 * a version, `commands` are looked for in PATH and `paths` after them, `packages` are by package manager.
 * @typedef {{ name: string, variable: string, oldest: string, commands: string[], paths: string[], packages: Record<string, string[]> }} Program
 */

/** @type {Program} */
export const chromium = {
  name: 'Chromium',
  variable: 'COUNTERSIGN_CHROMIUM',
  oldest: '123',
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

/** @type {Program} */
export const firefox = {
  name: 'Firefox',
  variable: 'COUNTERSIGN_FIREFOX',
  oldest: '142',
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

/** @type {Program} */
export const mariadb = {
  name: 'MariaDB',
  variable: 'COUNTERSIGN_MARIADBD',
  oldest: '10.6',
  commands: ['mariadbd'],
  // Where servers are is in the PATH of root only.
  paths: [
    '/usr/sbin/mariadbd',
    '/usr/libexec/mariadbd',
    '/opt/homebrew/bin/mariadbd',
    '/usr/local/bin/mariadbd',
  ],
  packages: {
    'apt-get': ['mariadb-server'],
    dnf: ['mariadb-server'],
    pacman: ['mariadb'],
    brew: ['mariadb'],
  },
}

/**
 * Package managers, the first that is there is used; `rights`: installing takes those of root.
 * @type {Record<string, { refresh?: string[], install: string[], rights: boolean }>}
 */
const managers = {
  'apt-get': { refresh: ['update'], install: ['install', '-y'], rights: true },
  dnf: { install: ['install', '-y'], rights: true },
  pacman: { install: ['-Sy', '--noconfirm', '--needed'], rights: true },
  brew: { install: ['install'], rights: false },
}

/**
 * Finds the programs, and installs those that are missing from the machine's package manager.
 * @param {Program[]} programs
 * @returns {Promise<Record<string, string>>} each program's variable with the path of its program
 */
export async function providePrograms(programs) {
  /** @type {Record<string, string>} */
  const found = {}
  for (const program of programs) {
    let path = await findProgram(program)
    if (!path) {
      await installProgram(program)
      path = await findProgram(program)
    }
    if (!path) {
      throw new Problem(
        `${program.name} ${program.oldest} or newer was not found, also after installing it. Set ${program.variable} to the path of its program.`,
      )
    }
    found[program.variable] = path
  }
  return found
}

/**
 * Finds a program that starts and is new enough.
 * @param {Program} program
 * @returns {Promise<string | undefined>} the path of its program
 */
export async function findProgram(program) {
  const chosen = process.env[program.variable]
  if (chosen) {
    const version = await readVersion(chosen)
    if (isNewEnough(version, program)) return chosen
    throw new Problem(
      `${program.variable} is ${chosen}, which is not ${program.name} ${program.oldest} or newer.`,
    )
  }
  const candidates = [...program.commands.flatMap(findOnPath), ...program.paths.filter(isExecutable)]
  for (const candidate of candidates) {
    const version = await readVersion(candidate)
    if (isNewEnough(version, program)) return candidate
    if (version) say(`${candidate} is version ${version}; ${program.oldest} or newer is needed.`)
  }
  return undefined
}

/**
 * @param {string} version
 * @param {Program} program
 */
function isNewEnough(version, { oldest }) {
  return version !== '' && version.localeCompare(oldest, 'en', { numeric: true }) >= 0
}

/**
 * @param {string} program
 * @returns {Promise<string>} as `10.11`, empty when it does not start
 */
async function readVersion(program) {
  const result = await run('program-version', program, ['--version'], {
    path: machinePath,
    timeoutMs: 30_000,
  })
  const match = /\b\d+\.\d+/.exec(result.output)
  return result.code === 0 && match ? match[0] : ''
}

/** @param {Program} program */
async function installProgram(program) {
  const name = Object.keys(managers).find((manager) => findOnPath(manager).length > 0)
  const manager = name ? managers[name] : undefined
  if (!name || !manager) {
    throw new Problem(
      `${program.name} is missing, and this machine has none of ${Object.keys(managers).join(', ')}. Install ${program.name} ${program.oldest} or newer, or set ${program.variable} to the path of its program.`,
    )
  }
  const packages = program.packages[name] ?? []
  const command = [name, ...manager.install, ...packages].join(' ')
  const prefix = manager.rights && process.getuid?.() !== 0 ? await findSudo(program, command) : []
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  /** @param {string[]} args */
  const execute = (args) => {
    const [first = name, ...rest] = [...prefix, name, ...args]
    return run(`install-${program.name.toLowerCase()}`, first, rest, { path: machinePath, env })
  }
  const result = await withProgress(`Installing ${program.name} (${command})`, async () => {
    // A stale package list is the usual reason for a failed install; an update that fails is judged by the install.
    if (manager.refresh) await execute(manager.refresh)
    return execute([...manager.install, ...packages])
  })
  if (result.code !== 0) {
    throw new Problem(
      `${program.name} could not be installed: \`${command}\` failed (whole output: ${result.log}).\n${result.output.trim().split('\n').slice(-8).join('\n')}\nInstall it yourself, or set ${program.variable} to the path of its program.`,
    )
  }
}

/**
 * @param {Program} program
 * @param {string} command
 */
async function findSudo(program, command) {
  if (findOnPath('sudo').length > 0) {
    const result = await run('sudo', 'sudo', ['-n', 'true'], { path: machinePath })
    if (result.code === 0) return ['sudo', '-n']
  }
  throw new Problem(
    `${program.name} is missing, and installing it needs rights that this account has not got. Run this once:\n\n  sudo ${command}\n\nor set ${program.variable} to the path of its program.`,
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
