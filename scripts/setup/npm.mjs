import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { root } from './paths.mjs'
import { Problem } from './problem.mjs'
import { withProgress } from './progress.mjs'
import { machinePath, run } from './run.mjs'

/** The major version of the Node that runs everything but the set-up. */
export const runtimeMajor = 24

// Under another Node than the machine's the machine's npm may not start: Debian's resolves its parts with a patched Node.
const npmVersion = '11.19.1'
const folder = join(root, '.cache/node')
const bin = join(folder, 'node_modules/.bin')

/**
 * One npm to call, always with the same Node.
 * @typedef {(name: string, args: string[], cwd?: string) => Promise<import('./run.mjs').RunResult>} Npm
 */

/**
 * npm under the Node that the packages will run on. npm leaves out an optional package that does not name the Node which
 * it runs under itself, and says nothing: where the machine's Node is another, Node and npm are fetched first.
 * @returns {Promise<Npm>}
 */
export async function provideNpm() {
  const machine = findMachineNpm()
  // Asked of the machine: this very script may run under the Node of an earlier install.
  const version = await readNodeVersion('node', machinePath)
  if (version.startsWith(`v${runtimeMajor}.`)) return machine
  const pinned = readPinnedVersion()
  const own = createNpm('npm', [], [bin, machinePath].join(delimiter))
  if (await isProvided(pinned)) return own
  mkdirSync(folder, { recursive: true })
  const manifest = {
    private: true,
    dependencies: { node: pinned, npm: npmVersion },
    allowScripts: { node: true },
  }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  const label = `Fetching Node ${pinned}, as this machine has ${version || 'none'}`
  const args = ['install', '--ignore-scripts=false', '--engine-strict=false', '--no-package-lock']
  const fetched = await withProgress(label, () => machine('fetch-node', args, folder))
  if (fetched.code !== 0 || !(await isProvided(pinned))) {
    throw new Problem(
      `Node ${pinned} could not be fetched:\n${explainNpm(fetched.output)}\nThe whole output is in ${fetched.log}. Without a network it can't work the first time; with Node ${runtimeMajor} on this machine it is not needed.`,
    )
  }
  return own
}

/**
 * npm's own words for what went wrong: its first lines of error, before the manual page that it may add.
 * @param {string} output
 */
export function explainNpm(output) {
  const lines = output.trim().split('\n')
  const errors = lines.filter((line) => line.startsWith('npm error') || line.startsWith('npm ERR!'))
  return (errors.length > 0 ? errors.slice(0, 15) : lines.slice(-15)).join('\n')
}

/**
 * @param {string} command
 * @param {string} [path] PATH to look in
 * @returns {Promise<string>} as `v24.1.0`, empty when it does not start
 */
export async function readNodeVersion(command, path) {
  const result = await run('node-version', command, ['--version'], path === undefined ? {} : { path })
  return result.code === 0 ? result.output.trim() : ''
}

/** @param {string} pinned */
async function isProvided(pinned) {
  if (!existsSync(join(bin, 'npm'))) return false
  return (await readNodeVersion(join(bin, 'node'))) === `v${pinned}`
}

/** @returns {string} */
function readPinnedVersion() {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies.node
}

/** @returns {Npm} */
function findMachineNpm() {
  const cli = process.env.npm_execpath
  // The machine's PATH: `npm ci` deletes node_modules, and with it the Node that may be running this.
  if (cli && /npm-cli\.c?js$/.test(cli) && existsSync(cli)) return createNpm('node', [cli], machinePath)
  return createNpm(process.platform === 'win32' ? 'npm.cmd' : 'npm', [], machinePath)
}

/**
 * @param {string} command
 * @param {string[]} first
 * @param {string} path
 * @returns {Npm}
 */
function createNpm(command, first, path) {
  const env = { npm_config_cache: findCache(), NODE_ENV: undefined }
  return (name, args, cwd = root) => run(name, command, [...first, ...args], { cwd, path, env })
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
