import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { openChromium } from './chromium-window.mjs'
import { provideDemoKey } from './demo-key.mjs'
import { installDependencies } from './dependencies.mjs'
import { buildExtension } from './extension.mjs'
import { root } from './paths.mjs'
import { Problem, runScript } from './problem.mjs'
import { say } from './progress.mjs'
import { onInterrupt, start } from './run.mjs'

const usage = `npm start [-- --no-browser]

  --no-browser  never opens a browser

  PORT          port of the demo site (3000)
  REGION        uk, au or se: a site of that country, on uk.localhost and so on, with a database of its own
  DATABASE_URL  a PostgreSQL to use instead of the SQLite file in demo-site/.data`

const hints = `
Sign in with one of these, password harbour-demo-2026:
  anna@harbour.example     practitioner, Harbour Physio
  bo@harbour.example       practitioner, Harbour Physio and Northside Clinic
  admin@harbour.example    admin, Harbour Physio
  owner@harbour.example    owner, Harbour Physio
  owner@northside.example  owner and practitioner, Northside Clinic
  admin@northside.example  admin and practitioner, Northside Clinic
  support@practice.example support: decides on the account recovery of a clinic's only owner

Load the extension:
  Chrome   chrome://extensions, turn on Developer mode, Load unpacked, choose
           ${join(root, 'extension/dist/chrome')}
  Firefox  about:debugging#/runtime/this-firefox, Load Temporary Add-on, choose
           ${join(root, 'extension/dist/firefox/manifest.json')}

Ctrl-C ends it.`

/**
 * Sets the repository up, builds the extension and runs the demo site until it is interrupted.
 * @param {string[]} args
 */
export function startDemo(args) {
  return runScript(async () => {
    if (args.includes('--help')) {
      say(usage)
      return 0
    }
    const unknown = args.find((arg) => arg !== '--no-browser')
    if (unknown) throw new Problem(`Unknown option ${unknown}.\n\n${usage}`)

    let interrupted = false
    onInterrupt(() => {
      interrupted = true
    })
    const stopped = () => interrupted
    const steps = [checkPort, installDependencies, buildExtension]
    for (const step of steps) {
      try {
        await step()
      } catch (error) {
        if (!stopped()) throw error
      }
      if (stopped()) return 130
    }
    endWithNpm()
    const code = await serve(!args.includes('--no-browser'))
    // Ending on request is not a failure.
    return stopped() ? 0 : code || 1
  })
}

/** npm that is ended by a signal tells nobody: without it the site would go on by itself, with its port taken. */
function endWithNpm() {
  if (process.env.npm_lifecycle_event !== 'start') return
  const npm = process.ppid
  setInterval(() => {
    if (process.ppid !== npm) process.kill(process.pid, 'SIGTERM')
  }, 1000).unref()
}

/**
 * @param {boolean} mayOpenBrowser
 * @returns {Promise<number>} the server's exit code
 */
function serve(mayOpenBrowser) {
  const server = start('node', ['--import', 'tsx', 'src/server.ts'], {
    cwd: join(root, 'demo-site'),
    // The site runs in its own folder: a relative path means the one that it was given in.
    env: {
      COUNTERSIGN_KEY: provideDemoKey(),
      ...(process.env.DATA_DIR ? { DATA_DIR: resolve(process.env.DATA_DIR) } : {}),
    },
  })
  let ready = false
  if (server.stdout) {
    createInterface({ input: server.stdout }).on('line', (line) => {
      const address = /^Countersign demo: (\S+)$/.exec(line)?.[1]
      if (address && ready) return
      say(line)
      if (!address) return
      ready = true
      say(hints)
      if (mayOpenBrowser) void openChromium(address)
    })
  }
  server.stderr?.pipe(process.stderr)
  return new Promise((resolve) => {
    server.once('error', (error) => {
      process.stderr.write(`${error.message}\n`)
      resolve(1)
    })
    server.once('close', (code) => resolve(code ?? 1))
  })
}

/** @returns {Promise<void>} */
function checkPort() {
  const port = Number(process.env.PORT || 3000)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Problem(`PORT is ${process.env.PORT}, which is not a port number.`)
  }
  const probe = createServer()
  return new Promise((resolve, reject) => {
    probe.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      const reason = error.code === 'EADDRINUSE' ? 'is in use' : `can't be used (${error.code})`
      const other = port < 65_535 ? port + 1 : 3000
      reject(new Problem(`Port ${port} ${reason}. Choose another: PORT=${other} npm start`))
    })
    probe.listen(port, () => probe.close(() => resolve()))
  })
}
