import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runClient } from '../../../../demo-site/src/client/run-client.ts'
import { InputEnded } from '../../../../demo-site/src/client/terminal.ts'
import { createOwner, readMailedCode } from '../entries.ts'
import {
  anna,
  codeFor,
  createTestSite,
  password,
  type TestSite,
  testKey,
  turnOn,
  wrongCodeFor,
} from '../test-site.ts'

/** Runs the client against the site without a network; `answers` are what the person types. */
async function run(site: TestSite, answers: string[], address = anna, locale: 'en' | 'sv' = 'en') {
  const [asked, printed]: [string[], string[]] = [[], []]
  const code = await runClient({
    ...{ site: 'http://localhost:3000/', address, locale },
    async ask(question, options) {
      asked.push(`${question}${options?.hidden ? '(hidden)' : ''}`)
      const answer = answers.shift()
      if (answer === undefined) throw new InputEnded()
      return answer
    },
    print: (line) => printed.push(line),
    fetch: async (input, init) => site.app.request(String(input), init),
  })
  return {
    code,
    asked,
    printed,
    sessions: await site.db.all("SELECT id FROM sessions WHERE channel = 'api'"),
  }
}

/** The site in a process of its own, where a program can reach it. Returns its port. */
async function startServer(region: Record<string, string> = {}): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-demo-'))
  const server = spawn(process.execPath, ['--import', 'tsx', 'demo-site/src/server.ts'], {
    env: { PATH: process.env.PATH, DATA_DIR: dataDir, PORT: '0', COUNTERSIGN_KEY: testKey, ...region },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  onTestFinished(async () => {
    server.kill('SIGKILL')
    await once(server, 'exit')
    rmSync(dataDir, { recursive: true, force: true })
  })
  const [line] = await once(server.stdout, 'data')
  return /:(\d+)\n$/.exec(String(line))?.[1] ?? 'none'
}

const firstNote = '2026-11-20  Harbour Physio  Margaret Ellison: Left knee, week six after surgery'

describe('the command-line client', () => {
  it('signs in with a code, prints the notes, and leaves no session behind', async () => {
    const site = await createTestSite()
    const { key } = await turnOn(site, site.visitor())
    site.clock.advance(30_000)
    const { code, asked, printed, sessions } = await run(site, [password, codeFor(site, key)])
    expect([code, sessions]).toEqual([0, []])
    expect(asked).toEqual([`Password of ${anna}: (hidden)`, 'Code (or one of your recovery codes): '])
    expect(printed).toHaveLength(4)
    expect(printed[0]).toBe(firstNote)
  })

  it('asks again after a wrong code, and takes a recovery code in its place', async () => {
    const site = await createTestSite()
    const { key, recoveryCodes } = await turnOn(site, site.visitor())
    const typed = [password, wrongCodeFor(site, key), '12', recoveryCodes[0] ?? '']
    const { code, printed } = await run(site, typed)
    expect(code).toBe(0)
    expect(printed.slice(0, 3)).toEqual([
      'The code is wrong.',
      'This is not a code; the try was not counted.',
      firstNote,
    ])
  })

  it('gives up in words when the password is wrong or the tries are used up', async () => {
    const site = await createTestSite()
    const { key } = await turnOn(site, site.visitor())
    expect(await run(site, ['wrong'])).toMatchObject({
      ...{ code: 1, printed: ['The email address or the password is wrong.'] },
    })
    const wrong = wrongCodeFor(site, key)
    const { code, printed, sessions } = await run(site, [password, wrong, wrong, wrong, wrong, wrong, wrong])
    expect([code, printed, sessions]).toEqual([1, Array(5).fill('The code is wrong.'), []])
  })

  it('ends where the input ends, without a session and in words, in Swedish too', async () => {
    const site = await createTestSite()
    const { key } = await turnOn(site, site.visitor())
    const wrong = wrongCodeFor(site, key)
    expect(await run(site, [])).toMatchObject({ code: 1, printed: ['Stopped. You are not signed in.'] })
    expect(await run(site, [password, wrong], anna, 'sv')).toMatchObject({
      ...{ code: 1, sessions: [], printed: ['Koden är fel.', 'Avbrutet. Du är inte inloggad.'] },
      asked: [
        `Lösenord för ${anna}: (hidden)`,
        ...Array(2).fill('Kod (eller en av dina återställningskoder): '),
      ],
    })
  })

  it('says that somebody may read no notes, or that there are none, and leaves no session behind either', async () => {
    const site = await createTestSite()
    const noAccess = 'You are signed in. Notes are for practitioners, and you have no practitioner access.'
    expect(await run(site, [password], 'admin@harbour.example')).toMatchObject({
      ...{ code: 0, printed: [noAccess], sessions: [] },
    })
    await site.db.run('DELETE FROM notes')
    expect(await run(site, [password], anna, 'sv')).toMatchObject({
      ...{ code: 0, printed: ['Du är inloggad. Det finns inga anteckningar ännu.'], sessions: [] },
    })
  })

  it('has the code sent where the person prefers SMS', async () => {
    const site = await createTestSite()
    const number = '07400 123456'
    const begun = await site.twoFactor.enrollment.begin({ userId: 'anna', type: 'sms', number })
    const lastCode = async () => {
      const [sms] = await site.db.all<{ body: string }>(
        "SELECT body FROM outbox WHERE kind = 'sms' ORDER BY sent_at DESC",
      )
      return sms?.body.slice(-6) ?? ''
    }
    const enrollmentId = begun.status === 'pending' ? begun.enrollmentId : ''
    await site.twoFactor.enrollment.confirm({ userId: 'anna', enrollmentId, code: await lastCode() })
    site.clock.advance(120_000)
    const printed: string[] = []
    const code = await runClient({
      ...{ site: 'http://localhost:3000', address: anna },
      ask: async (question) => (question.startsWith('Password') ? password : await lastCode()),
      print: (line) => printed.push(line),
      fetch: async (input, init) => site.app.request(String(input), init),
    })
    expect([code, printed[0], printed[1]]).toEqual([
      0,
      expect.stringMatching(/^A code is on its way to .*•/),
      firstNote,
    ])
  })

  it('sets a new app up after a reset: by the mailed code, then its key', async () => {
    const site = await createTestSite()
    await turnOn(site, site.visitor())
    await (await createOwner(site)).reset('anna')
    const printed: string[] = []
    const code = await runClient({
      ...{ site: 'http://localhost:3000', address: anna },
      async ask(question) {
        if (question.startsWith('Password')) return password
        if (question.startsWith('Code from the mail')) return readMailedCode(site)
        return codeFor(site, /key into your app: (\w+)/.exec(printed.join('\n'))?.[1] ?? '')
      },
      print: (line) => printed.push(line),
      fetch: async (input, init) => site.app.request(String(input), init),
    })
    expect([code, printed.at(-4)]).toEqual([0, firstNote])
    expect(printed.join('\n')).toContain('Enter the code from our mail first')
    expect(printed.find((line) => line.startsWith('Keep these'))?.split('\n')).toHaveLength(11)
    expect(await site.twoFactor.factors.list({ userId: 'anna' })).toMatchObject([{ state: 'active' }])
  })

  it('leads who may have codes by SMS only to the site, and leaves no sign-in open', async () => {
    const site = await createTestSite()
    await (await createOwner(site)).requireFactors(['sms'])
    const { code, asked, printed, sessions } = await run(site, [password])
    expect([code, printed, sessions]).toEqual([
      1,
      [expect.stringMatching(/needs a phone number.*\nhttp:\/\/localhost:3000\/sign-in$/)],
      [],
    ])
    expect(asked).toHaveLength(1)
    expect((await site.twoFactor.audit.list({ userId: 'anna' }))[0]?.type).toBe('enroll.cancelled')
  })

  it('is a program that takes an address, and shows no password', async () => {
    const port = await startServer()
    const start = async (args: string[], typed: string) => {
      const client = spawn(process.execPath, ['--import', 'tsx', 'demo-site/src/cli.ts', ...args], {
        env: { PATH: process.env.PATH },
      })
      const shown = { stdout: '', stderr: '' }
      client.stdout.on('data', (chunk) => (shown.stdout += chunk))
      client.stderr.on('data', (chunk) => (shown.stderr += chunk))
      client.stdin.end(typed)
      const [code] = await once(client, 'close')
      return { code, ...shown }
    }
    const signedIn = await start(['--site', `http://127.0.0.1:${port}`, anna], `${password}\n`)
    expect(signedIn).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Harbour Physio  Margaret Ellison: '),
    })
    expect(signedIn.stdout + signedIn.stderr).not.toContain(password)
    const regional = await startServer({ REGION: 'uk' })
    for (const [args, sentence] of [
      [['--site', `http://uk.localhost:${regional}/`], 'The email address or the password is wrong.'],
      [['--site', `http://127.0.0.1:${regional}`], 'The email address or the password is wrong.'],
      [
        ['--site', `http://uk.localhost:${regional}`, '--locale', 'sv'],
        'E-postadressen eller lösenordet är fel.',
      ],
    ] as const)
      expect(await start([...args, anna], 'wrong\n')).toMatchObject({ code: 1, stdout: `${sentence}\n` })
    expect(await start(['--site', `http://127.0.0.1:${port}`, anna], '')).toMatchObject({
      ...{ code: 1, stdout: 'Stopped. You are not signed in.\n' },
    })
    for (const [args, code, said] of [
      [[], 1, 'Signs in by the API'],
      [['--help'], 0, 'Signs in by the API'],
      [['--foo', anna], 1, 'Signs in by the API'],
      [['--locale', 'sv'], 1, 'Loggar in genom API:et'],
      [['--foo', '--locale', 'sv', anna], 1, 'Loggar in genom API:et'],
    ] as const) {
      const shown = await start([...args], '')
      expect(shown).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(said) })
      expect(shown.stderr).toMatch(/^npm run client /)
      expect(shown.stderr).not.toMatch(/node:|TypeError/)
    }
    expect(await start(['--site', 'http://127.0.0.1:9', anna], 'x\n')).toMatchObject({
      ...{ code: 1, stdout: '' },
      stderr: expect.stringContaining('Nothing that answers like the demo site is at http://127.0.0.1:9.'),
    })
  })
})
