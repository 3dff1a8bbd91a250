import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { readAddress } from './auth/client-address.ts'
import { isRegionName, type RegionName, regionOf, regions } from './regions.ts'

/** Everything that the environment decides, checked once at start. */
export interface Config {
  port: number
  host: string
  /** The address under which people reach the site, without a path. Links in mails are made from it, never from `Host`. */
  baseUrl: string
  /** True when `BASE_URL` was given: then no other origin may send forms. */
  baseUrlGiven: boolean
  /** The country that this site is for, or null for the only site that there is. */
  region: RegionName | null
  /** IANA name, for times that are shown to who has not signed in. */
  timeZone: string
  /** Folder of the SQLite files, of this region alone. */
  dataDir: string
  /** A PostgreSQL connection string, or null for SQLite files in `dataDir`. */
  databaseUrl: string | null
  /** 32 bytes or more as base64: seals authenticator secrets and, through HKDF, what the site itself seals and signs. */
  key: string
  /** Keys that came before: they still open what they have sealed. */
  oldKeys: readonly string[]
  production: boolean
  /** False where people come from outside who were not promised a demo: then nothing that everybody knows opens a door. */
  demo: boolean
  testControls: boolean
  /** Fill an empty database with two clinics and their people. */
  seed: boolean
  /** The name of the site, as authenticators show it and as codes by SMS say it. */
  issuer: string
  /** Where mail is handed in, with name and password; null for the demo's mailbox. */
  smtpUrl: string | null
  /** The address that mail comes from. */
  mailFrom: string
  /** Where codes by SMS are handed to a gateway, as `{ to, text }`; null for the demo's mailbox. */
  smsWebhookUrl: string | null
  /** The countries that codes may be sent to, ISO 3166-1; a number without a country code is one of the first. */
  smsCountries: readonly string[]
  /** Addresses of proxies whose `X-Forwarded-For` is believed. */
  trustedProxies: string[]
}

/** What is wrong with the environment, one sentence a line, for the person at the terminal. */
export class ConfigError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'ConfigError'
    this.problems = problems
  }
}

export const makeKeyCommand = `node -p "require('node:crypto').randomBytes(32).toString('base64')"`

/** True where mail or SMS, which would have been sent, is shown on a page instead. */
export function hasMailbox(config: Pick<Config, 'production' | 'smtpUrl' | 'smsWebhookUrl'>): boolean {
  const { production, smtpUrl, smsWebhookUrl } = config
  return !production && (smtpUrl === null || smsWebhookUrl === null)
}

const siteName = 'Harbour Practice'

/** Browsers find every name under localhost on this machine; programs may not. */
function localAddress(region: RegionName | null, port: number): string {
  return `http://${region === null ? '' : `${region}.`}localhost:${port}`
}

/** The same with another port, where `BASE_URL` does not say which one people use. */
export function withPort(config: Config, port: number): Config {
  return {
    ...config,
    port,
    baseUrl: config.baseUrlGiven ? config.baseUrl : localAddress(config.region, port),
  }
}

/** True for names that lead to this machine and nowhere else. */
export function isLocalHost(hostname: string): boolean {
  return /^(localhost|([a-z0-9-]+\.)+localhost|127\.0\.0\.1|\[::1\])$/i.test(hostname)
}

/**
 * Reads and checks the environment. Throws `ConfigError` with every problem at once, so that nobody has to find them one
 * start at a time.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = []
  const complain = (problem: string) => void problems.push(problem)
  const flag = (name: string): boolean | null => {
    const value = env[name] ?? ''
    if (value === '' || value === '0' || value === '1') return value === '' ? null : value === '1'
    complain(`${name} must be 1 or 0.`)
    return null
  }

  const host = env.HOST || '127.0.0.1'
  if (!isHost(host))
    complain('HOST must be an IP address or a name, such as 127.0.0.1 or ::, without a port.')

  const portText = env.PORT || '3000'
  const port = /^\d{1,5}$/.test(portText) ? Number(portText) : Number.NaN
  const portFits = port <= 65_535
  if (!portFits) complain('PORT must be a number from 0 to 65535.')

  const mode = env.NODE_ENV || 'development'
  const production = mode === 'production'
  if (!['production', 'development', 'test'].includes(mode)) {
    complain('NODE_ENV must be production, development or test, in small letters, or nothing.')
  }
  const isDemo = flag('DEMO') ?? false
  if (production && isDemo) complain('DEMO opens the doors of a demo. Unset it, or NODE_ENV=production.')
  const testControls = flag('COUNTERSIGN_TEST_CONTROLS') ?? false
  if (production && testControls) {
    complain(
      'COUNTERSIGN_TEST_CONTROLS lets anybody move the clock and read mail. Unset it, or NODE_ENV=production.',
    )
  }

  const regionText = env.REGION || null
  const region = regionText !== null && isRegionName(regionText) ? regionText : null
  if (regionText !== null && region === null) {
    complain(`REGION must be one of ${Object.keys(regions).join(', ')} (leave it out for a single site).`)
  }
  const { label, timeZone, smsCountries } = regionOf(region)

  const baseUrl = checkBaseUrl(
    env.BASE_URL || localAddress(region, portFits ? port : 3000),
    production,
    complain,
  )
  const [firstLabel = ''] = URL.parse(baseUrl)?.hostname.split('.') ?? []
  if (region !== null && firstLabel !== region && isRegionName(firstLabel)) {
    complain(`BASE_URL is the address of the region ${firstLabel}, and REGION is ${region}.`)
  }
  const key = checkKey('COUNTERSIGN_KEY', env.COUNTERSIGN_KEY, production, complain)
  const oldKeys = (env.COUNTERSIGN_OLD_KEYS ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map((text) => checkKey('COUNTERSIGN_OLD_KEYS', text, production, complain))
  const databaseUrl = env.DATABASE_URL || null
  if (databaseUrl !== null && !/^postgres(ql)?:\/\/\/?[^\s/]/.test(databaseUrl)) {
    complain(
      'DATABASE_URL must be the address of a database, such as postgres://name:password@db.example/practice (leave it out for a SQLite file in DATA_DIR).',
    )
  }
  const seed = flag('SEED') ?? !production
  if (production && seed) {
    complain('SEED makes people whose password everybody knows. Unset it, or NODE_ENV=production.')
  }

  const { smtpUrl, mailFrom } = checkMail(env, { baseUrl, production }, complain)
  const smsWebhookUrl = checkWebhook(env.SMS_WEBHOOK_URL, production, complain)

  const demo = !production && (isDemo || isLocalHost(URL.parse(baseUrl)?.hostname ?? 'localhost'))
  const hasDoors = seed || testControls || hasMailbox({ production, smtpUrl, smsWebhookUrl })
  if (!demo && !production && hasDoors && problems.length === 0) {
    complain(
      'BASE_URL is public, and the doors of a demo are open: people whose password everybody knows, mail and SMS that are shown on a page, or test controls. Set NODE_ENV=production, or DEMO=1 where it is to be a demo.',
    )
  }

  const trustedProxies: string[] = []
  for (const text of (env.TRUSTED_PROXIES ?? '').split(',').filter((part) => part.trim() !== '')) {
    const address = readAddress(text)
    if (address === null)
      complain(`TRUSTED_PROXIES has ${JSON.stringify(text.trim())}, which is no IP address.`)
    else trustedProxies.push(address)
  }

  if (problems.length > 0) throw new ConfigError(problems)
  return {
    port,
    host,
    baseUrl,
    baseUrlGiven: Boolean(env.BASE_URL),
    region,
    timeZone,
    dataDir: join(resolve(env.DATA_DIR || resolve(import.meta.dirname, '../.data')), region ?? ''),
    databaseUrl,
    key,
    oldKeys,
    production,
    demo,
    testControls,
    seed,
    issuer: region === null ? siteName : `${siteName} (${label})`,
    smtpUrl,
    mailFrom,
    smsWebhookUrl,
    smsCountries,
    trustedProxies,
  }
}

/** An address of this machine, or a name for one (RFC 1123 section 2.1): what ends in a number has to be an address. */
function isHost(text: string): boolean {
  const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?'
  const name = new RegExp(`^(${label}\\.)*(?!\\d+$)${label}$`, 'i')
  return isIP(text) !== 0 || (text.length <= 253 && name.test(text))
}

/** Session cookies are `Secure`: browsers keep them over https and on localhost, and nowhere else. */
function checkBaseUrl(text: string, production: boolean, complain: (problem: string) => void): string {
  const url = URL.parse(text)
  if (
    !url ||
    !/^https?:$/.test(url.protocol) ||
    url.pathname !== '/' ||
    url.search ||
    url.hash ||
    url.username ||
    url.password
  ) {
    complain(
      'BASE_URL must be the address of the site without a path, a name or a password, such as https://practice.example.',
    )
    return text
  }
  if (url.protocol === 'http:' && (production || !isLocalHost(url.hostname))) {
    complain(
      'BASE_URL must be https, because sessions travel in Secure cookies. Only localhost may do without, outside of production.',
    )
  }
  return url.origin
}

/** Without mail nobody can be told what happens to their account, nor get back into it: production has to have it. */
function checkMail(
  env: Readonly<Record<string, string | undefined>>,
  { baseUrl, production }: { baseUrl: string; production: boolean },
  complain: (problem: string) => void,
): { smtpUrl: string | null; mailFrom: string } {
  const smtpUrl = env.SMTP_URL || null
  const host = URL.parse(baseUrl)?.hostname ?? 'localhost'
  const mailFrom = env.MAIL_FROM || `no-reply@${host}`
  if (!/^[^\s\p{Cc}@<>,;:"\\]+@[^\s\p{Cc}@<>,;:"\\]+$/u.test(mailFrom)) {
    complain('MAIL_FROM must be one bare address, such as no-reply@practice.example.')
  }
  if (smtpUrl === null && production) {
    complain('SMTP_URL is missing: in production mail is sent, not shown on a page.')
  }
  if (smtpUrl !== null) {
    const url = URL.parse(smtpUrl)
    if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === '') {
      complain(
        'SMTP_URL must be the address of a mail server, such as smtps://name:password@mail.example:465.',
      )
    }
  }
  return { smtpUrl, mailFrom }
}

/** The codes pass through it: over https, or on this machine. */
function checkWebhook(
  text: string | undefined,
  production: boolean,
  complain: (problem: string) => void,
): string | null {
  if (!text) return null
  const url = URL.parse(text)
  if (url?.username || url?.password) {
    // `fetch` refuses such an address, so no code would ever get out.
    complain(
      'SMS_WEBHOOK_URL must have no name and no password in it. Put a secret of the gateway into its path.',
    )
    return null
  }
  if (url?.protocol === 'https:') return text
  if (url?.protocol === 'http:' && !production && isLocalHost(url.hostname)) return text
  complain('SMS_WEBHOOK_URL must be an https address. Only localhost may do without, outside of production.')
  return null
}

/** Of 32 bytes that were drawn at random, about 30 are different ones; fewer than 16 are not to be expected, ever. */
const leastDifferentBytes = 16

function checkKey(
  name: string,
  text: string | undefined,
  production: boolean,
  complain: (problem: string) => void,
): string {
  const makeOne = `Make one with: ${makeKeyCommand}`
  if (!text) {
    complain(`${name} is missing: the key that seals the authenticator secrets. ${makeOne}`)
    return ''
  }
  const bytes = Buffer.from(text, 'base64')
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) {
    complain(`${name} is not base64. ${makeOne}`)
  } else if (bytes.length < 32) {
    complain(`${name} is too short: it must be at least 32 bytes as base64. ${makeOne}`)
  } else if (production && new Set(bytes).size < leastDifferentBytes) {
    complain(`${name} was not drawn at random: it says the same over and over. ${makeOne}`)
  }
  return text
}
