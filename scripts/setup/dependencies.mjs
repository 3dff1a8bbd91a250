import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isMadeForThisMachine } from './machine.mjs'
import { explainNpm, provideNpm, readNodeVersion, runtimeMajor } from './npm.mjs'
import { root } from './paths.mjs'
import { Problem } from './problem.mjs'
import { say, withProgress } from './progress.mjs'

/**
 * One package of a lockfile.
 * @typedef {{ version?: string, integrity?: string, link?: boolean, optional?: boolean } & import('./machine.mjs').Platform} LockedPackage
 */

/** Installs the dependencies when they are missing or are not those of the lockfile. */
export async function installDependencies() {
  const reason = await findReasonToInstall()
  if (!reason) return
  say(`Dependencies: ${reason}.`)
  const npm = await provideNpm()
  const install = await withProgress('Installing dependencies (npm ci)', () =>
    npm('install', ['ci', '--include=dev', '--include=optional']),
  )
  if (install.code !== 0) {
    throw new Problem(
      `npm ci failed:\n${explainNpm(install.output)}\nThe whole output is in ${install.log}. Without a network it can't work the first time.`,
    )
  }
  if (!(await hasRuntime())) {
    // With `ignore-scripts` set on this machine, the package that carries Node has not unpacked it.
    await withProgress(`Unpacking Node ${runtimeMajor}`, () =>
      npm('install-node', ['rebuild', 'node', '--ignore-scripts=false']),
    )
  }
  if (!(await hasRuntime())) {
    throw new Problem(
      `node_modules/.bin/node is not Node ${runtimeMajor}. Is \`ignore-scripts\` set? Try: npm ci --ignore-scripts=false`,
    )
  }
  const remaining = await findReasonToInstall()
  if (remaining) {
    throw new Problem(
      `npm ci ended well, and yet: ${remaining}. Does the registry have it? The whole output is in ${install.log}.`,
    )
  }
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
    // Optional packages for other platforms, and what only those need, are in the lockfile only.
    if (!installed && entry.optional && !isMadeForThisMachine(entry)) continue
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
  const version = await readNodeVersion(join(root, 'node_modules/.bin/node'))
  return version.startsWith(`v${runtimeMajor}.`)
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
