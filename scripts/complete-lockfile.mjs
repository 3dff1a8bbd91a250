import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './setup/paths.mjs'
import { say } from './setup/progress.mjs'

// npm leaves optional packages out of the lockfile when the registry at hand does not have them (a partial mirror lacks
// those for other platforms), and `npm ci` then refuses the lockfile everywhere. This names them after what their parents
// ask for, so that each platform fetches its own. To be run after a change of dependencies through such a mirror.

/**
 * @typedef {{ version?: string, optionalDependencies?: Record<string, string>, [key: string]: unknown }} LockedPackage
 */
const file = join(root, 'package-lock.json')
/** @type {{ packages: Record<string, LockedPackage> }} */
const lockfile = JSON.parse(readFileSync(file, 'utf8'))
const before = Object.keys(lockfile.packages).length

for (const [path, parent] of Object.entries({ ...lockfile.packages })) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const beside = path.slice(0, path.lastIndexOf('node_modules/'))
    const places = [`${path}/node_modules/${name}`, `${beside}node_modules/${name}`, `node_modules/${name}`]
    if (places.some((place) => place in lockfile.packages)) continue
    if (!/^\d+\.\d+\.\d+$/.test(version))
      throw new Error(`${name}@${version} is no exact version: add it by hand`)
    lockfile.packages[places[1] ?? name] = { version, ...readPlatform(name), optional: true }
  }
}

const sorted = Object.entries(lockfile.packages).sort(([a], [b]) => a.localeCompare(b, 'en'))
lockfile.packages = Object.fromEntries(sorted)
writeFileSync(file, `${JSON.stringify(lockfile, null, 2)}\n`)
say(`package-lock.json: ${sorted.length - before} optional packages added`)

/**
 * The platform that a binary package is for, from its name: `@scope/binding-linux-arm64-musl`.
 * @param {string} name
 */
function readPlatform(name) {
  const os = /\b(android|darwin|freebsd|linux|openharmony|win32)\b/.exec(name)?.[1]
  const cpu = /-(arm64|arm|x64|ia32|ppc64|riscv64|s390x)\b/.exec(name)?.[1]
  if (!os || !cpu) throw new Error(`${name} does not say what platform it is for: add it by hand`)
  if (os !== 'linux') return { cpu: [cpu], os: [os] }
  return { cpu: [cpu], libc: [/musl/.test(name) ? 'musl' : 'glibc'], os: [os] }
}
