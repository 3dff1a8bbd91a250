import { serve } from '@hono/node-server'
import type { TwoFactor } from 'countersign'
import { createApp } from './app.ts'
import { deriveSiteKeys } from './auth/keys.ts'
import { warmUpPasswords } from './auth/passwords.ts'
import { startChores } from './chores.ts'
import { type Clock, createAdjustableClock, systemClock } from './clock.ts'
import { type Config, ConfigError, readConfig, withPort } from './config.ts'
import { claimKeys } from './data/site-keys.ts'
import type { Database } from './db/database.ts'
import { explainFailure, listProblems, openDatabase } from './db/open-database.ts'
import { findFreePort } from './free-port.ts'
import { createErrands } from './http/errands.ts'
import { createLog, type Log } from './log.ts'
import { startDelivery } from './mail/deliver-outbox.ts'
import { createRealSender } from './mail/mail-sender.ts'
import { findDemoLogins, seed } from './seed.ts'
import { createSiteTwoFactor } from './two-factor.ts'

/** How long requests that are under way may take once the process has been asked to end. Then they are cut off. */
const graceMs = 5_000

/** How long all of it may take, with the work that answers did not wait for. */
const shutdownMs = 10_000

async function start(read: Config): Promise<void> {
  const config = read.port === 0 ? withPort(read, await findFreePort(read.host)) : read
  // What the process makes is for its own user: the databases hold notes, addresses and sealed secrets.
  process.umask(0o077)
  const adjustableClock = createAdjustableClock()
  const clock = config.testControls ? adjustableClock : systemClock
  const log = createLog(clock)

  const { db, twoFactor } = await openStores(config, clock, log)
  if (!config.demo && (await findDemoLogins(db)).length > 0) {
    throw new ConfigError([
      'The database has people of the demo, whose password everybody knows. Use another database where this is no demo.',
    ])
  }
  if (config.seed) await seed(db, clock.now(), config.region)
  await warmUpPasswords()

  const errands = createErrands(log)
  const app = createApp({ config, db, twoFactor, clock, adjustableClock, log, errands })
  const server = serve({ fetch: app.fetch, hostname: config.host, port: config.port }, ({ port }) => {
    process.stdout.write(`Countersign demo: ${config.baseUrl}\n`)
    log.info('started', { port, database: db.engine, production: config.production })
  })
  server.on('error', (error: NodeJS.ErrnoException) => {
    refuse([
      error.code === 'EADDRINUSE'
        ? `Port ${config.port} is in use. Set PORT to another one.`
        : `The server can't listen on ${config.host}:${config.port} (${error.code}).`,
    ])
  })

  const stopChores = startChores({ db, twoFactor, clock, log })
  const send = createRealSender(config)
  const stopDelivery = send
    ? startDelivery({ db, clock, log, send, key: deriveSiteKeys(config).queuedMail })
    : async () => {}

  let ending = false
  function end(signal: string): void {
    if (ending) return
    ending = true
    log.info('ending', { signal })
    setTimeout(() => process.exit(1), shutdownMs).unref()
    stopChores()
    server.close(async () => {
      await errands.settle()
      await twoFactor.settle()
      await stopDelivery()
      await Promise.allSettled([twoFactor.close(), db.close()])
      log.info('ended')
      process.exit(0)
    })
    // Somebody who never sends the rest of a request would keep everything else from its proper end.
    setTimeout(() => {
      if ('closeAllConnections' in server) server.closeAllConnections()
    }, graceMs).unref()
    // Browsers keep connections open after their answer; each is closed as soon as it is idle.
    const closeIdle = () => {
      if ('closeIdleConnections' in server) server.closeIdleConnections()
    }
    closeIdle()
    setInterval(closeIdle, 50).unref()
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
}

/** Opens both databases and brings their tables up to date. Throws `ConfigError` when that can't be done. */
async function openStores(
  config: Config,
  clock: Clock,
  log: Log,
): Promise<{ db: Database; twoFactor: TwoFactor }> {
  const db = await openDatabase(config)
  const keys = await claimKeys(db, config)
  if (keys === null) {
    throw new ConfigError([
      'The database is sealed with another COUNTERSIGN_KEY, so nobody could use their authenticator. Put that key back, or name it in COUNTERSIGN_OLD_KEYS when this one is to take its place.',
    ])
  }
  const twoFactor = await explainFailure(config, async () => {
    const made = createSiteTwoFactor(config, db, clock, keys, log)
    await made.migrate()
    return made
  })
  if (keys.length > 1) await twoFactor.rotateKeys()
  return { db, twoFactor }
}

/** Ends with sentences for the person at the terminal, not with a stack trace. */
function refuse(problems: readonly string[]): never {
  process.stderr.write(`The demo site can't start.\n${problems.map((problem) => `- ${problem}\n`).join('')}`)
  process.exit(1)
}

try {
  await start(readConfig(process.env))
} catch (error) {
  refuse(listProblems(error))
}
