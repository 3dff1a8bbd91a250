import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { decodeBase32 } from 'countersign/otp'
import { explainNpm } from '../../scripts/setup/npm.mjs'
import { machinePath, run } from '../../scripts/setup/run.mjs'
import { computeCode, type EnrolledUser, pick } from './login-countersign.ts'
import type { Candidate } from './login-rounds.ts'
import { applyPragmas, settleLog } from './login-sqlite.ts'

interface BetterAuthSite {
  database: DatabaseSync
  enable(email: string): Promise<{ cookie: string; totpURI: string }>
  signIn(email: string): Promise<string>
  verify(cookie: string, code: string): Promise<number>
  call(cookie: string, code: string): Promise<void>
}

const folder = join(import.meta.dirname, 'peers')

/** better-auth's second step of a sign-in, as the request that a browser makes and as a call on the server. */
export async function createBetterAuth(
  path: string,
  users: number,
): Promise<{ request: Candidate; call: Candidate; close(): void }> {
  await installPeers()
  // What a site in production has; better-auth does less then.
  process.env.NODE_ENV = 'production'
  // Loaded by its address: only who runs this benchmark has the package, and the type checker must do without.
  const peer = await import(pathToFileURL(join(folder, 'better-auth.mjs')).href)
  const site: BetterAuthSite = await peer.createBetterAuthSite(path, applyPragmas)
  const people: EnrolledUser[] = []
  for (let number = 0; number < users; number++)
    people.push(await enroll(site, `user-${number}@example.test`))
  settleLog(path)
  checkPragmas(site.database)

  const prepare = async (count: number, verify: (cookie: string, code: string) => Promise<void>) => {
    const verifications = []
    for (const { userId, secret } of pick(people, count)) {
      const cookie = await site.signIn(userId)
      verifications.push(() => verify(cookie, computeCode(secret, Date.now())))
    }
    return verifications
  }
  const request = async (cookie: string, code: string) => {
    const status = await site.verify(cookie, code)
    if (status !== 200) throw new Error(`better-auth answered ${status} to a right code`)
  }
  return {
    request: { prepare: (count) => prepare(count, request) },
    call: { prepare: (count) => prepare(count, site.call) },
    close: () => site.database.close(),
  }
}

async function enroll(site: BetterAuthSite, email: string): Promise<EnrolledUser> {
  const { cookie, totpURI } = await site.enable(email)
  const secret = decodeBase32(new URL(totpURI).searchParams.get('secret') ?? '') as Uint8Array
  const status = await site.verify(cookie, computeCode(secret, Date.now()))
  if (status !== 200) throw new Error(`better-auth answered ${status} to an enrollment`)
  return { userId: email, secret }
}

/** Asked of the very connection that better-auth runs on: a pragma is kept by connections, not by files. */
function checkPragmas(database: DatabaseSync): void {
  const read = (name: string) => Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]
  const [mode, synchronous] = [read('journal_mode'), read('synchronous')]
  if (mode !== 'wal' || synchronous !== 2)
    throw new Error(`better-auth runs with journal_mode ${mode} and synchronous ${synchronous}`)
}

async function installPeers(): Promise<void> {
  if (readVersion('package-lock.json') === readVersion('node_modules/.package-lock.json')) return
  console.error('Installing what the SDK is run beside (npm ci in test/bench/peers)')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const install = await run('install-peers', npm, ['ci', '--ignore-scripts'], {
    cwd: folder,
    path: machinePath,
  })
  if (install.code !== 0)
    throw new Error(`npm ci failed:\n${explainNpm(install.output)}\nThe whole output is in ${install.log}.`)
}

/** The version of better-auth in a lockfile; undefined where there is none. */
function readVersion(lockfile: string): string | undefined {
  try {
    const { packages } = JSON.parse(readFileSync(join(folder, lockfile), 'utf8'))
    return packages['node_modules/better-auth'].version
  } catch {
    return undefined
  }
}
