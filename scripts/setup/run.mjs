import { spawn } from 'node:child_process'
import { createWriteStream, mkdirSync } from 'node:fs'
import { delimiter, join, sep } from 'node:path'
import { logs, root } from './paths.mjs'

/**
 * How a command ended.
 * @typedef {{ code: number, output: string, log: string, timedOut: boolean }} RunResult
 */

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()
const graceMs = 5000

/** The machine's own PATH, without the folders that npm puts in front of it. */
export const machinePath = (process.env.PATH ?? '')
  .split(delimiter)
  .filter(
    (folder) => folder && !`${folder}${sep}`.startsWith(`${root}${sep}`) && !/node-gyp-bin/.test(folder),
  )
  .join(delimiter)

/** PATH for everything after the install: the repository's own Node and tools first. */
const toolPath = [join(root, 'node_modules/.bin'), machinePath].join(delimiter)

/**
 * Runs a command to its end in a process group of its own, keeping the whole output in a log file.
 * @param {string} name names the log file
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, path?: string, show?: boolean, timeoutMs?: number }} [options]
 *   show: also prints the output as it comes
 * @returns {Promise<RunResult>} code is 127 when the command could not be started
 */
export function run(name, command, args, options = {}) {
  const log = join(logs, `${name}.log`)
  mkdirSync(logs, { recursive: true })
  const file = createWriteStream(log)
  // A log that can't be kept, because root made it once, is no reason not to run.
  file.on('error', () => undefined)
  return new Promise((resolve) => {
    let output = ''
    let timedOut = false
    const child = start(command, args, {
      ...options,
      env: { ...describeColor(options.show), ...options.env },
    })
    const timer =
      options.timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true
            stop(child)
          }, options.timeoutMs)
    /** @param {Buffer} chunk */
    const keep = (chunk) => {
      file.write(chunk)
      output = (output + chunk.toString()).slice(-200_000)
      if (options.show) process.stdout.write(chunk)
    }
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    /** @param {number} code */
    const settle = (code) => {
      clearTimeout(timer)
      file.end(() => resolve({ code, output, log, timedOut }))
    }
    child.once('error', (error) => {
      keep(Buffer.from(`${error.message}\n`))
      settle(127)
    })
    child.once('close', (code) => settle(timedOut ? 124 : (code ?? 1)))
  })
}

/**
 * Tools guess wrongly behind a pipe: colours belong on a terminal, and nowhere else.
 * @param {boolean | undefined} shown
 */
function describeColor(shown) {
  return shown && process.stdout.isTTY && !process.env.NO_COLOR
    ? { FORCE_COLOR: '1' }
    : { NO_COLOR: '1', FORCE_COLOR: undefined }
}

/**
 * Starts a command in a process group of its own, so that it can be ended with everything that it started.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, path?: string }} [options]
 */
export function start(command, args, options = {}) {
  const child = spawn(command, args, {
    cwd: options.cwd ?? root,
    env: { ...process.env, ...options.env, PATH: options.path ?? toolPath },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  })
  running.add(child)
  child.once('close', () => running.delete(child))
  return child
}

/**
 * Asks a command's whole group to end, and ends it by force when it has not after five seconds.
 * @param {import('node:child_process').ChildProcess} child
 */
function stop(child) {
  signal(child, 'SIGTERM')
  const timer = setTimeout(() => signal(child, 'SIGKILL'), graceMs)
  child.once('close', () => clearTimeout(timer))
}

/**
 * Calls back at the first Ctrl-C or SIGTERM, after asking everything that is running to end.
 * @param {(signal: 'SIGINT' | 'SIGTERM') => void} callback
 */
export function onInterrupt(callback) {
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(name, () => {
      for (const child of running) stop(child)
      callback(name === 'SIGINT' ? 'SIGINT' : 'SIGTERM')
    })
  }
  process.on('exit', () => {
    for (const child of running) signal(child, 'SIGKILL')
  })
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} name
 */
function signal(child, name) {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill(name)
    else process.kill(-child.pid, name)
  } catch {
    // Already gone.
  }
}
