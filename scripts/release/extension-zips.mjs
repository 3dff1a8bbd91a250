import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { zipSync } from 'fflate'
import { root } from '../setup/paths.mjs'
import { Problem } from '../setup/problem.mjs'
import { run } from '../setup/run.mjs'

// The format counts from here. fflate reads local time, and the zone is set with it.
process.env.TZ = 'UTC'
const mtime = new Date('1980-01-01T00:00:00Z')

/**
 * Builds the extension and zips it for both stores; the same sources give the same bytes.
 * @param {string} folder where the zips are put
 * @returns {Promise<string[]>} their paths
 */
export async function packExtension(folder) {
  const build = await run('pack-extension', 'npm', ['run', '--silent', 'build', '-w', 'extension'])
  if (build.code !== 0) throw new Problem(`The extension could not be built:\n${build.output.trim()}`)
  const { version } = JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8'))
  return ['chrome', 'firefox'].map((browser) => {
    const zip = join(folder, `countersign-${browser}-${version}.zip`)
    writeFileSync(zip, zipFolder(join(root, 'extension/dist', browser)))
    return zip
  })
}

/** @param {string} folder */
function zipFolder(folder) {
  const files = /** @type {string[]} */ (readdirSync(folder, { recursive: true }))
    .filter(
      (name) =>
        statSync(join(folder, name)).isFile() && !name.split(sep).some((part) => part.startsWith('.')),
    )
    .sort()
    .map((name) => [name.split(sep).join('/'), new Uint8Array(readFileSync(join(folder, name)))])
  return zipSync(Object.fromEntries(files), { level: 9, mtime })
}
