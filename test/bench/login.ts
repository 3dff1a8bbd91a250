import { join } from 'node:path'
import { postgresStore } from 'countersign/postgres'
import { sqliteStore } from 'countersign/sqlite'
import { startPostgres } from '../postgres.ts'
import { createBare } from './login-bare.ts'
import { createBetterAuth } from './login-better-auth.ts'
import { createCountersign, createSite, type EnrolledUser, enroll } from './login-countersign.ts'
import { fillCrowd } from './login-crowd.ts'
import { makeFolders } from './login-folder.ts'
import { measure } from './login-rounds.ts'
import { settleLog } from './login-sqlite.ts'

// npm run bench -- login [--json]: right codes judged a second, one after the other, beside better-auth, beside the bare
// statements, and with a thousand times as many users.
const USERS_BESIDES = 300
const FEW_USERS = 1000
const MANY_USERS = 1_000_000
/** Of the many, those who sign in: more than the caches of a connection hold. */
const SIGNING_USERS = 20_000
const TARGETS = { ratioToBetterAuth: 8, ratioToBare: 0.3, growth1kTo1M: 1.5 }

const words: Record<string, string> = {
  sqlite: 'Countersign, SQLite',
  sqliteWithAddress: 'Countersign, SQLite, the address limited too',
  betterAuth: 'better-auth, SQLite, as a request',
  betterAuthCall: 'better-auth, SQLite, as a call',
  bare: 'the bare statements, SQLite',
  postgres: 'Countersign, PostgreSQL (fsync off, as in the tests)',
  postgresEightAtOnce: 'Countersign, PostgreSQL, eight at once',
  sqlite1k: 'Countersign, SQLite, 1,000 users',
  sqlite1M: 'Countersign, SQLite, 1,000,000 users',
}

const json = process.argv.includes('--json')
const started = performance.now()
const folders = makeFolders()
// Whoever is listening for the end of this process, the database server among them, hears of it.
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.once(signal, () => process.exit(code))
try {
  const besides = await measureBesides()
  const growing = await measureGrowth()
  report({
    ratioToBetterAuth: round(besides.sqlite / besides.betterAuth),
    ratioToBare: round(besides.sqlite / besides.bare),
    growth1kTo1M: round(growing.sqlite1k / growing.sqlite1M),
    perSecond: roundAll({ ...besides, ...growing }),
  })
} finally {
  folders.remove()
}

/** Everybody with as many users, each on a file of its own. */
async function measureBesides() {
  say(`Enrolling ${USERS_BESIDES} users each`)
  const bare = createBare(join(folders.data, 'bare.db'), USERS_BESIDES)
  const betterAuth = await createBetterAuth(join(folders.data, 'better-auth.db'), USERS_BESIDES)
  const sqlite = await openCrowd('besides.db', USERS_BESIDES)
  const limited = await openCrowd('limited.db', USERS_BESIDES)
  const postgres = await openPostgres()
  try {
    const rates = await measure(
      {
        sqlite: createCountersign(sqlite.site, sqlite.users),
        sqliteWithAddress: createCountersign(limited.site, limited.users, { withAddress: true }),
        betterAuth: betterAuth.request,
        betterAuthCall: betterAuth.call,
        bare,
        postgres: createCountersign(postgres.one.site, postgres.one.users),
        postgresEightAtOnce: { ...createCountersign(postgres.eight.site, postgres.eight.users), atOnce: 8 },
      },
      { rounds: 11, size: 200, onRound: (done) => say(`Round ${done} of 11, side by side`) },
    )
    return rates
  } finally {
    bare.close()
    betterAuth.close()
    await sqlite.site.twoFactor.close()
    await limited.site.twoFactor.close()
    await postgres.close()
  }
}

async function measureGrowth() {
  const few = await openCrowd('few.db', FEW_USERS)
  say(`Making ${MANY_USERS} users`)
  const many = await openCrowd('many.db', MANY_USERS)
  try {
    return await measure(
      {
        sqlite1k: createCountersign(few.site, few.users),
        sqlite1M: createCountersign(many.site, many.users),
      },
      { rounds: 15, size: 400, onRound: (done) => say(`Round ${done} of 15, few and many`) },
    )
  } finally {
    await few.site.twoFactor.close()
    await many.site.twoFactor.close()
  }
}

async function openCrowd(name: string, count: number) {
  const path = join(folders.data, name)
  const users = await fillCrowd(path, count, SIGNING_USERS)
  const site = createSite(sqliteStore(path))
  settleLog(path)
  return { site, users }
}

async function openPostgres() {
  // The server makes its folder where temporary folders go.
  for (const variable of ['TMPDIR', 'TEMP', 'TMP']) process.env[variable] = folders.server
  const server = await startPostgres()
  const open = async (name: string) => {
    const site = createSite(postgresStore(await server.createDatabase(name)))
    await site.twoFactor.migrate()
    const users: EnrolledUser[] = []
    for (let number = 0; number < USERS_BESIDES; number++)
      users.push(await enroll(site.twoFactor, `user-${number}`))
    return { site, users }
  }
  const [one, eight] = [await open('one'), await open('eight')]
  return {
    one,
    eight,
    async close() {
      await one.site.twoFactor.close()
      await eight.site.twoFactor.close()
      await server.stop()
    },
  }
}

interface Outcome {
  ratioToBetterAuth: number
  ratioToBare: number
  growth1kTo1M: number
  perSecond: Record<string, number>
}

function report(outcome: Outcome): void {
  const { ratioToBetterAuth, ratioToBare, growth1kTo1M, perSecond } = outcome
  const rates = Object.entries(perSecond).map(
    ([name, rate]) => `${(words[name] ?? name).padEnd(58)}${`${rate}`.padStart(8)}`,
  )
  const lines = [
    'Right codes judged a second',
    ...rates,
    '',
    `${ratioToBetterAuth} times better-auth (target: at least ${TARGETS.ratioToBetterAuth})`,
    `${ratioToBare} of the bare statements (target: at least ${TARGETS.ratioToBare})`,
    `${growth1kTo1M} times the cost from 1,000 to 1,000,000 users (target: at most ${TARGETS.growth1kTo1M})`,
    `${Math.round((performance.now() - started) / 1000)} s in all`,
  ]
  if (json) console.error(lines.join('\n'))
  console.log(json ? JSON.stringify(outcome) : lines.join('\n'))
}

function roundAll(rates: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(rates).map(([name, rate]) => [name, Math.round(rate)]))
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

function say(text: string): void {
  console.error(`${`${Math.round((performance.now() - started) / 1000)}`.padStart(4)} s  ${text}`)
}
