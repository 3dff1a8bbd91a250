import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from '../../../demo-site/src/config.ts'
import { testKey } from './test-site.ts'

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

describe('the configuration', () => {
  it('needs a key alone', () => {
    expect(readConfig({ COUNTERSIGN_KEY: testKey })).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      baseUrl: 'http://localhost:3000',
      databaseUrl: null,
      production: false,
      testControls: false,
      seed: true,
    })
  })

  it.each([
    ['missing', {}, /COUNTERSIGN_KEY is missing/],
    ['empty', { COUNTERSIGN_KEY: '' }, /COUNTERSIGN_KEY is missing/],
    ['too short', { COUNTERSIGN_KEY: Buffer.alloc(31).toString('base64') }, /at least 32 bytes/],
    ['not base64', { COUNTERSIGN_KEY: 'correct horse battery staple, correct horse' }, /not base64/],
  ])('refuses a key that is %s and says how to make one', (_name, env, sentence) => {
    const [problem] = problemsOf(env as Record<string, string>)
    expect(problem).toMatch(sentence)
    expect(problem).toContain("randomBytes(32).toString('base64')")
  })

  it.each([
    ['PORT', 'eighty'],
    ['PORT', '65536'],
    ['BASE_URL', 'practice.example'],
    ['BASE_URL', 'http://practice.example'],
    ['BASE_URL', 'https://practice.example/path'],
    ['BASE_URL', 'https://name@practice.example'],
    ['BASE_URL', 'https://:password@practice.example'],
    ['DATABASE_URL', 'mysql://localhost/practice'],
    ['DATABASE_URL', 'postgres://'],
    ['DATABASE_URL', 'postgresql:///'],
    ['HOST', '127.0.0.1:3000'],
    ['HOST', 'http://localhost'],
    ['HOST', '127.0.0.256'],
    ['HOST', '-'],
    ['HOST', 'two names'],
    ['COUNTERSIGN_TEST_CONTROLS', 'yes'],
    ['SEED', 'maybe'],
    ['DEMO', 'yes'],
    ['NODE_ENV', 'Production'],
    ['NODE_ENV', 'prod'],
    ['TRUSTED_PROXIES', '10.0.0.1, proxy.example'],
    ['TRUSTED_PROXIES', '10.0.0.0/8'],
    ['SMTP_URL', 'mail.example'],
    ['SMTP_URL', 'https://mail.example'],
    ['MAIL_FROM', 'Practice <x@practice.example>'],
    ['MAIL_FROM', 'x@practice.example\r\nBcc: y@evil.example'],
    ['MAIL_FROM', 'x\u0001@practice.example'],
    ['MAIL_FROM', 'x@practice.example\u0085'],
    ['SMS_WEBHOOK_URL', 'https://name:password@gateway.example/sms'],
    ['SMS_WEBHOOK_URL', 'https://name@gateway.example/sms'],
    ['SMS_WEBHOOK_URL', 'gateway.example'],
    ['SMS_WEBHOOK_URL', 'http://gateway.example/sms'],
  ])('refuses %s=%s', (name, value) => {
    const problems = problemsOf({ COUNTERSIGN_KEY: testKey, [name]: value })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(name)
  })

  it.each(['0.0.0.0', '::', '::1', 'localhost', 'db-1.practice.example', '3com.example'])(
    'takes HOST=%s',
    (host) => {
      expect(readConfig({ COUNTERSIGN_KEY: testKey, HOST: host }).host).toBe(host)
    },
  )

  it.each(['postgres://db.example/practice', 'postgres:///practice?host=/run/postgresql'])(
    'takes DATABASE_URL=%s',
    (databaseUrl) => {
      const given = { COUNTERSIGN_KEY: testKey, DATABASE_URL: databaseUrl }
      expect(readConfig(given).databaseUrl).toBe(databaseUrl)
    },
  )

  it('is not of one region at the address of another', () => {
    const at = (baseUrl: string) =>
      problemsOf({ COUNTERSIGN_KEY: testKey, DEMO: '1', REGION: 'uk', BASE_URL: baseUrl })
    expect(at('https://au.practice.example')).toEqual([
      'BASE_URL is the address of the region au, and REGION is uk.',
    ])
    for (const own of ['https://uk.practice.example', 'https://practice.example', 'https://austin.example'])
      expect(at(own)).toEqual([])
  })

  it('reads the addresses of proxies in whatever spelling', () => {
    const { trustedProxies } = readConfig({
      COUNTERSIGN_KEY: testKey,
      TRUSTED_PROXIES: ' 10.0.0.1, ::ffff:10.0.0.2 ,2001:DB8::0:1,',
    })
    expect(trustedProxies).toEqual(['10.0.0.1', '10.0.0.2', '2001:db8::1'])
  })

  it('tells of every problem at once', () => {
    expect(problemsOf({ PORT: 'x', BASE_URL: 'ftp://x', DATABASE_URL: 'x' })).toHaveLength(4)
  })

  it('never has test controls in production, nor plain http', () => {
    const production = { COUNTERSIGN_KEY: testKey, NODE_ENV: 'production', SMTP_URL: 'smtps://mail.example' }
    expect(problemsOf({ ...production, BASE_URL: 'https://practice.example' })).toEqual([])
    expect(
      problemsOf({ ...production, BASE_URL: 'https://x.example', COUNTERSIGN_TEST_CONTROLS: '1' })[0],
    ).toContain('COUNTERSIGN_TEST_CONTROLS')
    expect(problemsOf(production)[0]).toContain('BASE_URL')
  })

  it('never seeds a well-known password in production, and never does without a mail server there', () => {
    const production = { COUNTERSIGN_KEY: testKey, NODE_ENV: 'production', BASE_URL: 'https://x.example' }
    const SMTP_URL = 'smtps://site:secret@mail.example'
    expect(readConfig({ ...production, SMTP_URL })).toMatchObject({ seed: false, smtpUrl: SMTP_URL })
    expect(problemsOf({ ...production, SMTP_URL, SEED: '1' })).toEqual([expect.stringContaining('SEED')])
    expect(problemsOf(production)).toEqual([expect.stringContaining('SMTP_URL')])
  })

  it.each([
    ['people whose password everybody knows', { SEED: '1' }],
    ['mail on a page', { SMTP_URL: '' }],
    ['SMS on a page', { SMS_WEBHOOK_URL: '' }],
    ['test controls', { COUNTERSIGN_TEST_CONTROLS: '1' }],
  ])('never has %s at a public address, unless that is to be a demo', (_name, door) => {
    const closed = {
      ...{ COUNTERSIGN_KEY: testKey, BASE_URL: 'https://practice.example', SEED: '0' },
      ...{ SMTP_URL: 'smtps://mail.example', SMS_WEBHOOK_URL: 'https://gateway.example' },
    }
    expect(problemsOf(closed)).toEqual([])
    const open = { ...closed, ...door } as Record<string, string>
    expect(problemsOf(open)).toEqual([expect.stringMatching(/NODE_ENV=production.*DEMO=1/)])
    expect(problemsOf({ ...open, DEMO: '0' })).toHaveLength(1)
    expect(problemsOf({ ...open, DEMO: '1' })).toEqual([])
    for (const local of ['http://localhost:3000', 'https://uk.localhost', 'http://127.0.0.1:3000'])
      expect(problemsOf({ ...open, BASE_URL: local })).toEqual([])
  })

  it('is never a demo in production', () => {
    const production = { COUNTERSIGN_KEY: testKey, NODE_ENV: 'production', SMTP_URL: 'smtps://mail.example' }
    const given = { ...production, BASE_URL: 'https://practice.example' }
    expect(problemsOf({ ...given, DEMO: '1' })).toEqual([expect.stringContaining('DEMO')])
    expect(problemsOf({ ...given, DEMO: '0' })).toEqual([])
  })

  it.each(['development', 'test', ''])('takes NODE_ENV=%s for no production', (name) => {
    expect(readConfig({ COUNTERSIGN_KEY: testKey, NODE_ENV: name }).production).toBe(false)
  })

  it('takes no key in production that nobody drew at random', () => {
    const production = { NODE_ENV: 'production', SMTP_URL: 'smtps://mail.example' }
    const given = { ...production, BASE_URL: 'https://practice.example' }
    const guessable = [Buffer.alloc(32), Buffer.alloc(64, 'countersign'), Buffer.alloc(32, '0123456789')]
    for (const key of guessable) {
      const COUNTERSIGN_KEY = key.toString('base64')
      const [problem, ...others] = problemsOf({ ...given, COUNTERSIGN_KEY })
      expect(problem).toMatch(/^COUNTERSIGN_KEY .*random/)
      expect(problem).toContain("randomBytes(32).toString('base64')")
      expect(others).toEqual([])
      expect(readConfig({ COUNTERSIGN_KEY }).production).toBe(false)
    }
    for (let round = 0; round < 1000; round++) {
      const COUNTERSIGN_KEY = randomBytes(32).toString('base64')
      expect(problemsOf({ ...given, COUNTERSIGN_KEY })).toEqual([])
    }
  })

  it('sends mail from the host of the site, unless another address is named', () => {
    const given = { COUNTERSIGN_KEY: testKey, BASE_URL: 'https://practice.example', DEMO: '1' }
    expect(readConfig(given).mailFrom).toBe('no-reply@practice.example')
    expect(readConfig({ ...given, MAIL_FROM: 'desk@harbour.example' }).mailFrom).toBe('desk@harbour.example')
  })
})
