import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { root } from '../setup/paths.mjs'
import { Problem, runScript } from '../setup/problem.mjs'
import { say } from '../setup/progress.mjs'
import { checkSdkPackage } from './check-sdk-package.mjs'
import { packExtension } from './extension-zips.mjs'
import { packSdk } from './sdk-package.mjs'

// What `npm run pack` does when everything is installed: the npm tarball and both store zips, into .cache/release. With
// --check: packs twice, compares the bytes,
// and looks at the tarball as who installs it does.
await runScript(async () => {
  const folder = join(root, '.cache/release')
  const [tarball = '', ...zips] = await packInto(folder)
  if (process.argv.includes('--check')) {
    await checkSdkPackage(tarball)
    const again = await packInto(join(root, '.cache/release-again'))
    for (const [index, path] of [tarball, ...zips].entries()) {
      if (hashFile(path) === hashFile(again[index] ?? '')) continue
      throw new Problem(`${basename(path)} is not reproducible: packed twice, it differs.`)
    }
    say('Packed twice: the same bytes.')
  }
  for (const path of [tarball, ...zips]) say(`${hashFile(path)}  ${relative(root, path)}`)
  return 0
})

/** @param {string} folder */
async function packInto(folder) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  return [await packSdk(folder), ...(await packExtension(folder))]
}

/** @param {string} path */
function hashFile(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}
