import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root } from './paths.mjs'
import { Problem } from './problem.mjs'
import { withProgress } from './progress.mjs'
import { run } from './run.mjs'

const dist = join(root, 'extension/dist')
const stamp = join(dist, '.sources')
const manifests = ['chrome', 'firefox'].map((browser) => join(dist, browser, 'manifest.json'))
const inputs = ['manifest.json', 'package-lock.json', 'extension', 'sdk/package.json', 'sdk/src']
const skipped = new Set(['dist', 'node_modules', '.types'])

/** Builds the extension for both browsers, unless the build that is there was made from these very sources. */
export async function buildExtension() {
  if (!isCurrent(hashSources())) await rebuildExtension()
}

/** Builds the extension for both browsers. */
export async function rebuildExtension() {
  const sources = hashSources()
  const build = await withProgress('Building the extension for Chrome and Firefox', () =>
    run('build-extension', 'npm', ['run', '--silent', 'build', '-w', 'extension']),
  )
  if (build.code !== 0) {
    throw new Problem(
      `The extension could not be built (whole output: ${build.log}):\n${build.output.trim()}`,
    )
  }
  writeFileSync(stamp, sources)
}

/** @param {string} sources */
function isCurrent(sources) {
  if (![stamp, ...manifests].every((path) => existsSync(path))) return false
  if (readFileSync(stamp, 'utf8') !== sources) return false
  // A build that was started by hand afterwards may be of anything, or half done.
  const stamped = statSync(stamp).mtimeMs
  return manifests.every((path) => statSync(path).mtimeMs <= stamped)
}

function hashSources() {
  const hash = createHash('sha256')
  for (const path of inputs.flatMap((input) => listFiles(join(root, input)))) {
    hash
      .update(`${relative(root, path)}\0`)
      .update(readFileSync(path))
      .update('\0')
  }
  return hash.digest('hex')
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function listFiles(path) {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .filter((name) => !skipped.has(name))
    .sort()
    .flatMap((name) => listFiles(join(path, name)))
}
