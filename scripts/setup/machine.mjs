/** @type {string | undefined} */
let libraryOfC

/**
 * What a package says about the machines that it is for.
 * @typedef {{ os?: string[], cpu?: string[], libc?: string[] }} Platform
 */

/**
 * Whether the package was made for this machine's system, processor and C library: one that names no system is for none
 * in particular.
 * @param {Platform} platform
 */
export function isMadeForThisMachine({ os, cpu, libc }) {
  if (!os) return false
  return names(os, process.platform) && names(cpu, process.arch) && names(libc, findLibraryOfC())
}

/**
 * npm's lists: names of those that it is for, or names of all others with an exclamation mark in front.
 * @param {string[] | undefined} list
 * @param {string} name
 */
function names(list, name) {
  if (!list) return true
  if (list.includes(`!${name}`)) return false
  return list.includes(name) || list.includes('any') || list.every((entry) => entry.startsWith('!'))
}

function findLibraryOfC() {
  if (process.platform !== 'linux') return ''
  if (libraryOfC) return libraryOfC
  // As npm finds out; else the report would look up the name of every open connection.
  Object.assign(process.report, { excludeNetwork: true })
  const report = /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (process.report.getReport())
  libraryOfC = report.header?.glibcVersionRuntime ? 'glibc' : 'musl'
  return libraryOfC
}
