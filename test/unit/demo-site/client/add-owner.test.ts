import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { addOwner, addSupporter, type OwnerWanted } from '../../../../demo-site/src/client/add-owner.ts'
import { openSqlite } from '../../../../demo-site/src/db/sqlite.ts'
import { createTestSite, password, type TestSite, testKey } from '../test-site.ts'

const wanted = {
  ...{ address: 'Elin@lund.example', clinic: 'Lund Physio', name: 'Elin Berg', timeZone: 'Europe/Stockholm' },
}

/** Runs the command on the database of a site; `answers` are what the person types. */
async function run(site: TestSite, changes: Partial<OwnerWanted>, answers: string[], add = addOwner) {
  const printed: string[] = []
  const code = await add(
    { ...wanted, ...changes },
    {
      ...{ db: site.db, now: site.clock.now(), siteName: 'Harbour Practice' },
      ask: async (_question, options) => (options?.hidden ? (answers.shift() ?? '') : 'shown'),
      print: (line) => printed.push(line),
    },
  )
  const count = async (table: string) =>
    (await site.db.get<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`))?.n
  return { code, printed, clinics: await count('clinics'), people: await count('users') }
}

describe('the command that adds an owner', () => {
  it('makes a clinic and its owner, who signs in and may invite', async () => {
    const site = await createTestSite()
    const { code, printed } = await run(site, {}, [password, password])
    expect([code, printed[0]]).toEqual([0, expect.stringContaining('is the owner of Lund Physio.')])
    const visitor = site.visitor()
    const signedIn = await visitor.post('/sign-in', { address: 'elin@lund.example', password })
    expect(signedIn.headers.get('location')).toBe('/')
    const home = await visitor.text('/')
    expect(home).toContain('Elin Berg')
    expect(home).toMatch(/\/clinics\/[0-9a-f-]{36}\/members/)
  })

  it('gives somebody with an account one more clinic, and changes nothing else of theirs', async () => {
    const site = await createTestSite()
    const { code } = await run(site, { address: 'anna@harbour.example', name: '' }, [])
    expect(code).toBe(0)
    const visitor = site.visitor()
    await visitor.post('/sign-in', { address: 'anna@harbour.example', password })
    expect(await visitor.text('/settings')).toMatch(/Lund Physio[\s\S]*Owner/)
  })

  it('makes somebody of support in place of an owner, and no clinic', async () => {
    const site = await createTestSite()
    const { code, clinics, people } = await run(site, {}, [password, password], addSupporter)
    expect([code, clinics, people]).toEqual([0, 2, 8])
    const visitor = site.visitor()
    await visitor.post('/sign-in', { address: 'elin@lund.example', password })
    expect(await visitor.text('/')).toContain('href="/reviews"')
    const again = await run(site, { address: 'elin@lund.example' }, [], addSupporter)
    expect([again.code, again.people]).toEqual([0, 8])
    const refused = await run(site, { address: 'nobody' }, [], addSupporter)
    expect([refused.code, refused.people]).toEqual([1, 8])
  })

  it.each([
    ['an address that is none', { address: 'elin' }, [], '"elin" is no email address.'],
    ['a time zone that is none', { timeZone: 'Lund' }, [], '"Lund" is no time zone.'],
    ['a clinic without a name', { clinic: ' ' }, [], 'The clinic has no name.'],
    ['a person without a name', { name: '' }, [], 'Give their name with --name.'],
    ['a short password', {}, ['fourteen signs'], 'A password has at least 15 characters.'],
    ['a guessable password', {}, ['Elin Berg 2026 Lund'], 'Your name, your address'],
    ['two passwords', {}, [password, 'another password'], 'Those were two passwords.'],
  ])('refuses %s, and makes nothing', async (_name, changes, answers, sentence) => {
    const site = await createTestSite()
    const { code, printed, clinics, people } = await run(site, changes, answers)
    expect([code, printed]).toEqual([1, [expect.stringContaining(sentence)]])
    expect([clinics, people]).toEqual([2, 7])
  })

  it.each([['--foo'], ['--clinic'], ['--support=yes'], []])(
    'says how it is called when it is called %s',
    async (...args) => {
      const command = spawn(
        process.execPath,
        ['--import', 'tsx', 'demo-site/src/add-owner-cli.ts', ...args],
        { env: { PATH: process.env.PATH } },
      )
      let output = ''
      for (const stream of [command.stdout, command.stderr]) stream.on('data', (chunk) => (output += chunk))
      expect(await new Promise((done) => command.once('close', done))).toBe(1)
      expect(output).toMatch(/^npm run add-owner [\s\S]*what the clinic is called/)
      expect(output).not.toMatch(/node:|TypeError/)
    },
  )

  it('opens an empty database of production, from the command line, and keeps the password off the screen', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'countersign-demo-'))
    onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
    const command = spawn(
      process.execPath,
      [
        ...['--import', 'tsx', 'demo-site/src/add-owner-cli.ts', '--clinic', 'Lund Physio'],
        ...['--name', 'Elin Berg', 'elin@lund.example'],
      ],
      {
        env: {
          ...{ PATH: process.env.PATH, DATA_DIR: dataDir, COUNTERSIGN_KEY: testKey, NODE_ENV: 'production' },
          ...{ BASE_URL: 'https://practice.example', SMTP_URL: 'smtps://127.0.0.1:9' },
        },
      },
    )
    let output = ''
    for (const stream of [command.stdout, command.stderr]) stream.on('data', (chunk) => (output += chunk))
    command.stdin.end(`${password}\n${password}\n`)
    expect(await new Promise((done) => command.once('close', done)), output).toBe(0)
    expect(output).toContain('elin@lund.example is the owner of Lund Physio.')
    expect(output).not.toContain(password)
    const db = openSqlite(join(dataDir, 'practice.db'))
    onTestFinished(() => db.close())
    expect(await db.all('SELECT role FROM memberships')).toEqual([{ role: 'owner' }])
    expect(await db.all('SELECT time_zone FROM clinics')).toEqual([{ time_zone: 'Europe/London' }])
  })
})
