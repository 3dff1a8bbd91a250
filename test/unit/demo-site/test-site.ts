import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createApp } from '../../../demo-site/src/app.ts'
import { createAdjustableClock } from '../../../demo-site/src/clock.ts'
import { type Config, readConfig } from '../../../demo-site/src/config.ts'
import { migrate } from '../../../demo-site/src/db/migrate.ts'
import { openPostgres } from '../../../demo-site/src/db/postgres.ts'
import { openSqlite } from '../../../demo-site/src/db/sqlite.ts'
import { createErrands } from '../../../demo-site/src/http/errands.ts'
import { createLog } from '../../../demo-site/src/log.ts'
import { seed } from '../../../demo-site/src/seed.ts'
import { createSiteTwoFactor } from '../../../demo-site/src/two-factor.ts'
import { decodeBase32, generateTotp } from '../../../sdk/src/otp/index.ts'
import { createVisitor, type Visitor } from './visitor.ts'

export const testKey = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7 + 1)).toString('base64')
export const password = 'harbour-demo-2026'
export const anna = 'anna@harbour.example'

const start = Date.parse('2026-11-21T10:00:10Z')

export type TestSite = Awaited<ReturnType<typeof createTestSite>>

/** A second process of a site on PostgreSQL: an app of its own, with connections of its own to the same database. */
export function openTwin({ config, clock }: TestSite) {
  const db = openPostgres(config.databaseUrl ?? '')
  const log = createLog(clock, () => true)
  const twoFactor = createSiteTwoFactor(config, db, clock, undefined, log)
  const errands = createErrands(log)
  const app = createApp({ config, db, twoFactor, clock, adjustableClock: clock, log, errands })
  onTestFinished(async () => {
    await errands.settle()
    await twoFactor.close()
    await db.close()
  })
  return {
    /** A browser that this process answers; with the cookies of another one, that very browser. */
    visitor: (cookies?: ReadonlyMap<string, string>) => createVisitor(app, new Map(cookies)),
    async settle() {
      await errands.settle()
      await twoFactor.settle()
    },
  }
}

/** The real site on real files of SQLite, or on `databaseUrl`, with a clock that stands still until it is moved. Gone when the test ends. */
export async function createTestSite(overrides: Partial<Config> = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-demo-'))
  const config: Config = {
    ...readConfig({ COUNTERSIGN_KEY: testKey, DATA_DIR: dataDir, COUNTERSIGN_TEST_CONTROLS: '1' }),
    ...overrides,
  }
  const clock = createAdjustableClock({ now: () => start })
  if (!config.databaseUrl && config.region === null)
    writeFileSync(join(dataDir, 'practice.db'), await seededFile())
  const db = config.databaseUrl ? openPostgres(config.databaseUrl) : openSqlite(join(dataDir, 'practice.db'))
  const logged: string[] = []
  const log = createLog(clock, (line) => logged.push(line) > 0)
  const twoFactor = createSiteTwoFactor(config, db, clock, undefined, log)
  await migrate(db)
  await twoFactor.migrate()
  await seed(db, clock.now(), config.region)
  const errands = createErrands(log)
  const app = createApp({ config, db, twoFactor, clock, adjustableClock: clock, log, errands })
  onTestFinished(async () => {
    await errands.settle()
    await twoFactor.close()
    // A test may have closed it, to see what happens then.
    await db.close().catch(() => {})
    rmSync(dataDir, { recursive: true, force: true })
  })
  return {
    app,
    config,
    clock,
    db,
    twoFactor,
    errands,
    logged,
    dataDir,
    visitor: () => createVisitor(app, undefined, config.region === null ? undefined : config.baseUrl),
  }
}

let seeded: Promise<Uint8Array> | undefined

/** The bytes of a seeded database: hashing five passwords anew for each test would take most of the time. */
function seededFile(): Promise<Uint8Array> {
  seeded ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-demo-seeded-'))
    try {
      const path = join(folder, 'practice.db')
      const db = openSqlite(path)
      await migrate(db)
      await seed(db, start)
      await db.close()
      return readFileSync(path)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })()
  return seeded
}

/** The code that an authenticator with this key shows now. */
export function codeFor(site: TestSite, key: string, steps = 0): string {
  const secret = decodeBase32(key)
  if (!secret) throw new Error('not a base32 key')
  const parameters = { type: 'totp', secret, algorithm: 'SHA1', digits: 6, period: 30, counter: 0 } as const
  return generateTotp(parameters, site.clock.now() + steps * 30_000)
}

/** A code that is none of those accepted now. */
export function wrongCodeFor(site: TestSite, key: string): string {
  const right = [-2, -1, 0, 1, 2].map((steps) => codeFor(site, key, steps))
  const candidates = ['111111', '222222', '333333', '444444', '555555', '666666']
  return candidates.find((candidate) => !right.includes(candidate)) ?? '777777'
}

/**
 * Enters a hundred wrong codes over a few hours, which suspends the authenticator.
 *
 * @param beforeTheLast runs while signing in is still possible
 */
export async function suspend(
  site: TestSite,
  key: string,
  beforeTheLast: () => Promise<unknown> = async () => {},
  address = anna,
): Promise<void> {
  for (let round = 0; round < 13; round++) {
    // Successes in between, so that no pause comes first; time in between, so that the address is not limited.
    site.clock.advance(660_000)
    const visitor = site.visitor()
    if (round === 12) await beforeTheLast()
    for (let wrong = 0; wrong < 8; wrong++) {
      if (wrong % 4 === 0) await signIn(visitor, address)
      await visitor.post('/sign-in/code', { code: wrongCodeFor(site, key) })
    }
    await signIn(visitor, address)
    await visitor.post('/sign-in/code', { code: codeFor(site, key) })
  }
}

export function signIn(visitor: Visitor, address = anna, next?: string): Promise<Response> {
  return visitor.post('/sign-in', { address, password, ...(next === undefined ? {} : { next }) })
}

/** Signs in, turns two-factor authentication on, and returns the key and the recovery codes that the pages showed. */
export async function turnOn(site: TestSite, visitor: Visitor, address = anna) {
  await signIn(visitor, address)
  await visitor.post('/settings/two-factor/set-up', {})
  const page = await visitor.text('/settings/two-factor/set-up/scan')
  const key = readKey(page)
  const confirmed = await visitor.post('/settings/two-factor/set-up/scan', {
    enrollment: readHidden(page, 'enrollment'),
    code: codeFor(site, key),
  })
  const recoveryCodes = readRecoveryCodes(await visitor.text('/settings/two-factor/recovery-codes'))
  return { key, recoveryCodes, confirmed }
}

export function readKey(page: string): string {
  const block = /<code class="key"[^>]*>(.*?)<\/code>/.exec(page)?.[1] ?? ''
  return block.replaceAll(/<[^>]+>/g, '')
}

export function readHidden(page: string, name: string): string {
  return new RegExp(`<input type="hidden" name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? ''
}

export function readRecoveryCodes(page: string): string[] {
  return [...page.matchAll(/<li><code>([^<]+)<\/code><\/li>/g)].map((match) => match[1] ?? '')
}

/** Shows a fresh code of the app in the middle of a session; a minute later, so that the code is an unused one. */
export async function showFactor(site: TestSite, visitor: Visitor, key: string): Promise<void> {
  site.clock.advance(60_000)
  await visitor.post('/step-up', { code: codeFor(site, key), next: '/' })
}
