import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { Zip, ZipPassThrough } from 'fflate'
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
  /** @type {Uint8Array[]} */
  const parts = []
  const zip = new Zip((error, part) => {
    if (error !== null) throw error
    parts.push(part)
  })
  for (const name of files) {
    const file = new DeflatedFile(name.split(sep).join('/'))
    file.mtime = mtime
    zip.add(file)
    file.push(readFileSync(join(folder, name)), true)
  }
  zip.end()
  return Buffer.concat(parts)
}

/** Deflated by Node, which makes it smaller than fflate does. */
class DeflatedFile extends ZipPassThrough {
  /** @override */
  compression = 8

  /**
   * @override
   * @param {Uint8Array} content
   * @param {boolean} final
   */
  process(content, final) {
    this.ondata(null, deflateRawSync(content, { level: 9, memLevel: 9 }), final)
  }
}
