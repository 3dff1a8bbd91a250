import { accessSync, constants, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { root } from './paths.mjs'
import { Problem } from './problem.mjs'
import { say, withProgress } from './progress.mjs'
import { machinePath, run } from './run.mjs'

/**
 * One package of a lockfile.
 * @typedef {{ version?: string, integrity?: string, link?: boolean, optional?: boolean }} LockedPackage
 */

const runtimeMajor = 24

/** Installs the dependencies when they are missing or are not those of the lockfile. */
export async function installDependencies() {
  const reason = await findReasonToInstall()
  if (!reason) return
  say(`Dependencies: ${reason}.`)
  const { command, first } = findNpm()
  // The machine's PATH: `npm ci` deletes node_modules, and with it the Node that may be running this.
  const options = { path: machinePath, env: { npm_config_cache: findCache(), NODE_ENV: undefined } }
  const install = await withProgress('Installing dependencies (npm ci)', () =>
    run('install', command, [...first, 'ci', '--include=dev', '--include=optional'], options),
  )
  if (install.code !== 0) {
    throw new Problem(
      `npm ci failed:\n${explain(install.output)}\nThe whole output is in ${install.log}. Without a network it can't work the first time.`,
    )
  }
  if (await hasRuntime()) return
  // With `ignore-scripts` set on this machine, the package that carries Node has not unpacked it.
  await withProgress(`Unpacking Node ${runtimeMajor}`, () =>
    run('install-node', command, [...first, 'rebuild', 'node', '--ignore-scripts=false'], options),
  )
  if (await hasRuntime()) return
  throw new Problem(
    `node_modules/.bin/node is not Node ${runtimeMajor}. Is \`ignore-scripts\` set? Try: npm ci --ignore-scripts=false`,
  )
}

/** @returns {Promise<string | undefined>} */
async function findReasonToInstall() {
  const wanted = readPackages(join(root, 'package-lock.json'))
  if (!wanted) throw new Problem('package-lock.json is missing or unreadable. Is this a whole clone?')
  // npm writes this file last: where an install was interrupted it is not there, or is still the old one.
  const present = readPackages(join(root, 'node_modules/.package-lock.json'))
  if (!present)
    return existsSync(join(root, 'node_modules')) ? 'the last install did not finish' : 'none installed yet'
  const differing = findDifference(wanted, present)
  if (differing) return `${differing} is not as the lockfile says`
  const missing = findMissing(present)
  if (missing) return `${missing} is missing or changed`
  return (await hasRuntime()) ? undefined : `Node ${runtimeMajor} is not unpacked`
}

/**
 * @param {Record<string, LockedPackage>} wanted
 * @param {Record<string, LockedPackage>} present
 */
function findDifference(wanted, present) {
  for (const [path, entry] of Object.entries(wanted)) {
    if (!path.includes('node_modules/')) continue
    const installed = present[path]
    // Optional packages for other platforms are in the lockfile only.
    if (!installed && entry.optional) continue
    if (installed?.version !== entry.version || installed?.integrity !== entry.integrity) return path
  }
  return undefined
}

/** @param {Record<string, LockedPackage>} present */
function findMissing(present) {
  for (const [path, entry] of Object.entries(present)) {
    if (!path.includes('node_modules/')) continue
    const found = readJson(join(root, path, 'package.json'))
    if (!found || (!entry.link && entry.version && found.version !== entry.version)) return path
  }
  return undefined
}

async function hasRuntime() {
  const result = await run('node-version', join(root, 'node_modules/.bin/node'), ['--version'])
  return result.code === 0 && result.output.startsWith(`v${runtimeMajor}.`)
}

function findNpm() {
  const cli = process.env.npm_execpath
  if (cli && /npm-cli\.c?js$/.test(cli) && existsSync(cli)) return { command: 'node', first: [cli] }
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', first: [] }
}

/** npm's cache, or one inside the repository where the home folder can't be written. */
function findCache() {
  const cache = process.env.npm_config_cache || join(homedir(), '.npm')
  try {
    mkdirSync(cache, { recursive: true })
    accessSync(cache, constants.W_OK)
    return cache
  } catch {
    return join(root, '.cache/npm')
  }
}

/** @param {string} path */
function readPackages(path) {
  return /** @type {Record<string, LockedPackage> | undefined} */ (readJson(path)?.packages)
}

/** @param {string} path */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/**
 * npm's own words for what went wrong: its first lines of error, before the manual page that it may add.
 * @param {string} output
 */
function explain(output) {
  const lines = output.trim().split('\n')
  const errors = lines.filter((line) => line.startsWith('npm error'))
  return (errors.length > 0 ? errors.slice(0, 15) : lines.slice(-15)).join('\n')
}
