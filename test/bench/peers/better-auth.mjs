import { DatabaseSync } from 'node:sqlite'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { twoFactor } from 'better-auth/plugins'

const ORIGIN = 'http://localhost:3000'
const PASSWORD = 'correct horse battery'

/**
 * A site with better-auth and its two-factor plugin on an SQLite file, over the same driver as the SDK's store
 * (node:sqlite, which better-auth takes as it is).
 * @param {string} path
 * @param {(database: DatabaseSync) => void} applyPragmas
 */
export async function createBetterAuthSite(path, applyPragmas) {
  const database = new DatabaseSync(path)
  applyPragmas(database)
  /** @type {import('better-auth').BetterAuthOptions} */
  const options = {
    baseURL: ORIGIN,
    secret: Buffer.alloc(32, 9).toString('base64'),
    database,
    emailAndPassword: {
      enabled: true,
      // The first step is not timed: a slow hash would only make the run longer.
      password: {
        hash: async (password) => password,
        verify: async ({ hash, password }) => hash === password,
      },
    },
    // Its limit is on requests, three in ten seconds, which would refuse the benchmark.
    rateLimit: { enabled: false },
    // It would now and then delete what has expired within a request; the SDK's housekeeping is a job of its own too.
    verification: { disableCleanup: true },
    logger: { disabled: true },
    telemetry: { enabled: false },
    // As it comes: five attempts a sign-in, ten failures in a row lock the account, as the SDK counts both too.
    plugins: [twoFactor()],
  }
  const { runMigrations } = await getMigrations(options)
  await runMigrations()
  const auth = betterAuth(options)

  /**
   * @param {string} path
   * @param {object} body
   * @param {string} [cookie]
   */
  const post = (path, body, cookie) =>
    auth.handler(
      new Request(`${ORIGIN}/api/auth${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: ORIGIN, ...(cookie ? { cookie } : {}) },
        body: JSON.stringify(body),
      }),
    )

  return {
    database,
    /**
     * Signs up and begins to enroll; the answer's `totpURI` has the secret.
     * @param {string} email
     */
    async enable(email) {
      const signedUp = await post('/sign-up/email', { email, password: PASSWORD, name: email })
      const cookie = readCookies(signedUp)
      const enabled = await post('/two-factor/enable', { password: PASSWORD }, cookie)
      /** @type {{ totpURI: string }} */
      const { totpURI } = await enabled.json()
      return { cookie, totpURI }
    },
    /**
     * The first step of a sign-in: the cookie that the second one needs.
     * @param {string} email
     */
    async signIn(email) {
      const response = await post('/sign-in/email', { email, password: PASSWORD })
      /** @type {{ twoFactorRedirect?: boolean }} */
      const { twoFactorRedirect } = await response.json()
      if (twoFactorRedirect !== true) throw new Error(`better-auth asks for no code: ${response.status}`)
      return readCookies(response)
    },
    /**
     * The second step as a request; its HTTP status.
     * @param {string} cookie
     * @param {string} code
     */
    async verify(cookie, code) {
      const { status } = await post('/two-factor/verify-totp', { code }, cookie)
      return status
    },
    /**
     * The second step as a call, without request, route and response; throws when the code is refused.
     * @param {string} cookie
     * @param {string} code
     */
    async call(cookie, code) {
      await auth.api.verifyTOTP({ body: { code }, headers: new Headers({ cookie }) })
    },
  }
}

/** @param {Response} response */
function readCookies(response) {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}
