import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createPostgresDatabase } from './databases.ts'
import { anna, password, testKey } from './test-site.ts'

function start(env: Record<string, string>) {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-demo-'))
  const server = spawn(process.execPath, ['--import', 'tsx', 'demo-site/src/server.ts'], {
    env: { PATH: process.env.PATH, DATA_DIR: dataDir, PORT: '0', ...env },
  })
  const output = { stdout: '', stderr: '' }
  server.stdout.on('data', (chunk) => (output.stdout += chunk))
  server.stderr.on('data', (chunk) => (output.stderr += chunk))
  const ended = new Promise<number | null>((done) => server.once('exit', (code) => done(code)))
  onTestFinished(async () => {
    server.kill('SIGKILL')
    await ended
    rmSync(dataDir, { recursive: true, force: true })
  })
  return { server, output, ended, dataDir }
}

const production = {
  ...{ NODE_ENV: 'production', BASE_URL: 'https://practice.example', SMTP_URL: 'smtp://127.0.0.1:9' },
}

/** Begins to send a form, over a connection of its own; what the server answers is collected. */
function beginForm(port: number, path: string, fields: Record<string, string>) {
  const body = new URLSearchParams(fields).toString()
  const socket = connect(port, '127.0.0.1')
  const received = { answer: '', isClosed: false }
  socket.on('data', (chunk) => (received.answer += chunk))
  // Cut off or closed is the same here.
  socket.on('error', () => {})
  socket.on('close', () => (received.isClosed = true))
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: localhost:${port}`,
    `Origin: http://localhost:${port}`,
    'Content-Type: application/x-www-form-urlencoded',
    `Content-Length: ${body.length}`,
    'Expect: 100-continue',
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n`)
  return { received, send: (length = body.length) => socket.write(body.slice(0, length)) }
}

function firstLine(server: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    server.stdout?.once('data', (chunk: Buffer) => done(chunk.toString()))
    let log = ''
    server.stderr?.on('data', (chunk: Buffer) => (log += chunk))
    server.once('close', (code) => fail(new Error(`ended with ${code}: ${log}`)))
  })
}

describe('the server', () => {
  it('prints one line, answers at its address, and ends on SIGTERM', async () => {
    const { server, output, ended, dataDir } = start({ COUNTERSIGN_KEY: testKey })
    const line = await firstLine(server)
    const address = /^Countersign demo: (http:\/\/localhost:\d+)\n$/.exec(line)?.[1]
    const page = await fetch(`${address}/sign-in`)
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<h1>Sign in</h1>')])
    expect((await fetch(`${address}/test/outbox`)).status).toBe(404)
    server.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(output.stdout).toBe(line)
    for (const entry of output.stderr.trim().split('\n')) expect(JSON.parse(entry)).toHaveProperty('event')
    expect(readdirSync(dataDir).sort()).toEqual(['practice.db', 'two-factor.db'])
  })

  it('starts on PostgreSQL', async () => {
    const databaseUrl = await createPostgresDatabase()
    const { server, output, dataDir } = start({ COUNTERSIGN_KEY: testKey, DATABASE_URL: databaseUrl })
    expect(await firstLine(server)).toContain('Countersign demo')
    await expect.poll(() => output.stderr).toContain('"database":"postgres"')
    expect(readdirSync(dataDir)).toEqual([])
  })

  it('keeps what it has over a restart', async () => {
    const first = start({ COUNTERSIGN_KEY: testKey })
    await firstLine(first.server)
    first.server.kill('SIGINT')
    expect(await first.ended).toBe(0)
    const second = start({ COUNTERSIGN_KEY: testKey, DATA_DIR: first.dataDir })
    expect(await firstLine(second.server)).toContain('Countersign demo')
  })

  it('makes its folder and its databases readable for its own user only, those of an earlier start too', async () => {
    const parent = mkdtempSync(join(tmpdir(), 'countersign-demo-'))
    onTestFinished(() => rmSync(parent, { recursive: true, force: true }))
    const folder = join(parent, 'new', 'data')
    const before = process.umask(0o022)
    onTestFinished(() => void process.umask(before))
    const modes = () =>
      ['', ...readdirSync(folder)].sort().map((name) => [name, statSync(join(folder, name)).mode & 0o777])
    const first = start({ COUNTERSIGN_KEY: testKey, DATA_DIR: folder })
    await firstLine(first.server)
    expect(modes()).toContainEqual(['practice.db-wal', 0o600])
    expect(modes()).toEqual(modes().map(([name]) => [name, name === '' ? 0o700 : 0o600]))
    first.server.kill('SIGTERM')
    await first.ended
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o644)
    const second = start({ COUNTERSIGN_KEY: testKey, DATA_DIR: folder })
    await firstLine(second.server)
    expect(modes()).toEqual(modes().map(([name]) => [name, name === '' ? 0o700 : 0o600]))
  })

  it.each([
    [
      'PostgreSQL that does not answer',
      { DATABASE_URL: 'postgres://who:hush-hush@127.0.0.1:9/x' },
      'ECONNREFUSED',
    ],
    ['a folder that can’t be made', { DATA_DIR: '/dev/null/data' }, 'ENOTDIR'],
    ['a folder that can’t be written to', { DATA_DIR: '/proc/self' }, 'DATA_DIR'],
  ])('ends with one plain sentence for %s', async (_name, env, reason) => {
    const { output, ended } = start({ COUNTERSIGN_KEY: testKey, ...env } as Record<string, string>)
    expect(await ended).toBe(1)
    expect(output.stderr).toMatch(/^The demo site can't start\.\n- [^\n]+\.\n$/)
    expect(output.stderr).toContain(reason)
    expect(output.stderr).not.toMatch(/^\s+at |hush-hush/m)
    expect(output.stdout).toBe('')
  })

  it('finishes what is under way when it is asked to end, and takes nothing new', async () => {
    const { server, ended } = start({ COUNTERSIGN_KEY: testKey })
    const port = Number(/:(\d+)\n$/.exec(await firstLine(server))?.[1])
    const { received, send } = beginForm(port, '/sign-in', { address: anna, password })
    // The server has the request and waits for its body.
    await expect.poll(() => received.answer).toContain('100 Continue')
    server.kill('SIGTERM')
    await expect.poll(() => fetch(`http://127.0.0.1:${port}/health`).catch(() => 'refused')).toBe('refused')
    send()
    await expect.poll(() => received.answer).toMatch(/HTTP\/1\.1 303 .*__Host-session=/s)
    expect(await ended).toBe(0)
  })

  it('cuts off who never finishes a request when it is asked to end, and ends in order all the same', async () => {
    const { server, output, ended, dataDir } = start({ COUNTERSIGN_KEY: testKey })
    const port = Number(/:(\d+)\n$/.exec(await firstLine(server))?.[1])
    const { received, send } = beginForm(port, '/sign-in', { address: anna, password })
    await expect.poll(() => received.answer).toContain('100 Continue')
    send(8)
    server.kill('SIGTERM')
    expect(await ended).toBe(0)
    await expect.poll(() => received.isClosed).toBe(true)
    expect(received.answer).not.toContain('HTTP/1.1 200')
    expect(output.stderr).toContain('"event":"ended"')
    // Closed as they should be: nothing waits in a log beside them.
    expect(readdirSync(dataDir).sort()).toEqual(['practice.db', 'two-factor.db'])
  })

  it('never starts with another key on a database that has one, and moves to a new one by way of the old', async () => {
    const newKey = Buffer.alloc(32, 9).toString('base64')
    const first = start({ COUNTERSIGN_KEY: testKey })
    await firstLine(first.server)
    first.server.kill('SIGTERM')
    await first.ended
    const again = (env: Record<string, string>) => start({ DATA_DIR: first.dataDir, ...env })

    const wrong = again({ COUNTERSIGN_KEY: newKey })
    expect(await wrong.ended).toBe(1)
    expect(wrong.output.stderr).toMatch(
      /^The demo site can't start\.\n- The database is sealed with another COUNTERSIGN_KEY[^\n]+\n$/,
    )
    expect(wrong.output.stdout).toBe('')

    const moved = again({ COUNTERSIGN_KEY: newKey, COUNTERSIGN_OLD_KEYS: testKey })
    expect(await firstLine(moved.server)).toContain('Countersign demo')
    moved.server.kill('SIGTERM')
    await moved.ended
    expect(await again({ COUNTERSIGN_KEY: testKey }).ended).toBe(1)
    expect(await firstLine(again({ COUNTERSIGN_KEY: newKey }).server)).toContain('Countersign demo')
  })

  it('starts in production on a database of its own, with neither mailbox nor test controls', async () => {
    const { server, output } = start({ ...production, COUNTERSIGN_KEY: testKey })
    expect(await firstLine(server)).toBe('Countersign demo: https://practice.example\n')
    await expect.poll(() => output.stderr).toContain('"event":"started"')
    const port = /"port":(\d+)/.exec(output.stderr)?.[1]
    const statuses = async (...paths: string[]) =>
      Promise.all(paths.map(async (path) => (await fetch(`http://127.0.0.1:${port}${path}`)).status))
    expect(await statuses('/health', '/sign-in', '/mailbox', '/test/outbox')).toEqual([200, 200, 404, 404])
  })

  it('never starts in public on a database whose people have the password of the demo', async () => {
    const first = start({ COUNTERSIGN_KEY: testKey })
    await firstLine(first.server)
    first.server.kill('SIGTERM')
    await first.ended
    const staging = { ...production, NODE_ENV: '', SEED: '0', SMS_WEBHOOK_URL: 'https://gateway.example' }
    for (const env of [production, staging]) {
      const { output, ended } = start({ ...env, COUNTERSIGN_KEY: testKey, DATA_DIR: first.dataDir })
      expect(await ended).toBe(1)
      expect(output.stderr).toContain('The database has people of the demo')
      expect(output.stdout).toBe('')
    }
  })

  it('shares an empty folder with another one that starts at the same moment', async () => {
    const first = start({ COUNTERSIGN_KEY: testKey })
    const second = start({ COUNTERSIGN_KEY: testKey, DATA_DIR: first.dataDir })
    const lines = await Promise.all([firstLine(first.server), firstLine(second.server)])
    expect(lines).toEqual([
      expect.stringContaining('Countersign demo'),
      expect.stringContaining('Countersign demo'),
    ])
  })

  it.each([
    ['without a key', {}, 'COUNTERSIGN_KEY is missing'],
    [
      'with an old key that is none',
      { COUNTERSIGN_KEY: testKey, COUNTERSIGN_OLD_KEYS: `${testKey}, c2hvcnQ=` },
      'COUNTERSIGN_OLD_KEYS is too short',
    ],
    ['with a short key', { COUNTERSIGN_KEY: 'c2hvcnQ=' }, 'COUNTERSIGN_KEY is too short'],
    [
      'with test controls in production',
      { ...production, COUNTERSIGN_KEY: testKey, COUNTERSIGN_TEST_CONTROLS: '1' },
      'COUNTERSIGN_TEST_CONTROLS',
    ],
    ['with seeded people in production', { ...production, COUNTERSIGN_KEY: testKey, SEED: '1' }, 'SEED'],
    ['without mail in production', { ...production, COUNTERSIGN_KEY: testKey, SMTP_URL: '' }, 'SMTP_URL'],
  ])('refuses to start %s, in words', async (_name, env, sentence) => {
    const { output, ended } = start(env as Record<string, string>)
    expect(await ended).toBe(1)
    expect(output.stderr).toContain(sentence)
    expect(output.stderr).not.toMatch(/^\s+at /m)
    expect(output.stdout).toBe('')
  })
})
